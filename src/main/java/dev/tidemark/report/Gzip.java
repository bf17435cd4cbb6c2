package dev.tidemark.report;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Text as gzip (RFC 1952) of UTF-8, and back. */
public final class Gzip {
    private Gzip() {}

    /** Packs a text. */
    public static byte[] pack(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /**
     * Unpacks a text. A few bytes can be told to become gigabytes: no more is made of them than is allowed.
     *
     * @param most bytes of UTF-8 that the text may have
     * @throws TooLong where it has more
     * @throws IOException where the bytes are no gzip, or what was packed is no UTF-8
     */
    public static String unpack(byte[] packed, int most) throws IOException {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] text = in.readNBytes(most);
            if (in.read() >= 0) {
                throw new TooLong(most);
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(text))
                    .toString();
        }
    }

    /** A packed text is longer than whoever asked for it allows. */
    public static final class TooLong extends IOException {
        private static final long serialVersionUID = 1;

        TooLong(int most) {
            super("more than " + (most >> 20) + " MB");
        }
    }
}
