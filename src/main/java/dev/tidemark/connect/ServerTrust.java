package dev.tidemark.connect;

import dev.tidemark.TidemarkException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.Properties;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

/**
 * For pgjdbc, which makes one for each connection ({@code sslfactory}): trusts the authorities of the file in {@code sslfactoryarg}; without one, RDS's
 * authorities of the host's region (shipped with Tidemark) for a host of RDS, and the JDK's own for an RDS Proxy and for all others. Under
 * {@code verify-full} the name is verified in the handshake, so that a wrong one is told like any other fault of a certificate.
 */
public final class ServerTrust extends SSLSocketFactory {
    private final String file;
    private final boolean names;

    /** For pgjdbc. */
    public ServerTrust(Properties info) {
        String argument = PGProperty.SSL_FACTORY_ARG.getOrDefault(info);
        this.file = argument == null ? "" : argument;
        this.names = "verify-full".equals(PGProperty.SSL_MODE.getOrDefault(info));
    }

    @Override
    public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
        SSLSocket secured = (SSLSocket) factory(host).createSocket(socket, host, port, autoClose);
        if (names) {
            SSLParameters parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        return secured;
    }

    private SSLSocketFactory factory(String host) {
        @Nullable RdsHost rds = file.isEmpty() ? RdsHost.of(host) : null;
        if (file.isEmpty() && (rds == null || rds.proxy())) {
            return (SSLSocketFactory) SSLSocketFactory.getDefault();
        }
        Collection<? extends Certificate> authorities = rds == null ? fromFile() : ofRegion(rds.region());
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trusting(authorities), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("this JDK has no TLS", e);
        }
    }

    private static TrustManager[] trusting(Collection<? extends Certificate> authorities)
            throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        int number = 0;
        for (Certificate authority : authorities) {
            store.setCertificateEntry(String.valueOf(number++), authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory.getTrustManagers();
    }

    private Collection<? extends Certificate> fromFile() {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            Collection<? extends Certificate> found = parse(in);
            if (!found.isEmpty()) {
                return found;
            }
        } catch (IOException e) {
            throw unreadable("cannot be read");
        } catch (CertificateException e) {
            throw unreadable("holds something else than certificates in PEM form");
        }
        throw unreadable("holds no certificate");
    }

    private TidemarkException unreadable(String why) {
        return TidemarkException.of(
                "TDM-606", "the file of authorities \"" + file + "\" " + why, "TIDEMARK_SSL_ROOT_CERT=/var/task/….pem");
    }

    /** The authorities of one region, a few of a hundred: reading all would be the dearest part of a cold start's handshake. */
    static Collection<? extends Certificate> ofRegion(String region) {
        try (@Nullable
                InputStream in = ServerTrust.class.getResourceAsStream(
                        "rds/".concat(region).concat(".pem"))) {
            if (in != null) {
                return parse(in);
            }
        } catch (IOException | CertificateException e) {
            throw new IllegalStateException("the authorities of " + region + " in Tidemark's jar are damaged", e);
        }
        throw TidemarkException.of(
                "TDM-426",
                region.equals("global")
                        ? "the name of a global database does not tell the region whose authorities are to be trusted"
                        : "this version of Tidemark ships no authorities of RDS in " + region,
                "TIDEMARK_SSL_ROOT_CERT=/var/task/….pem: the bundle of the region, or of all, which the RDS User Guide"
                        + " names under \"Using SSL/TLS to encrypt a connection\", in the package of the function");
    }

    private static Collection<? extends Certificate> parse(InputStream in) throws CertificateException {
        return CertificateFactory.getInstance("X.509").generateCertificates(in);
    }

    @Override
    public String[] getDefaultCipherSuites() {
        return ((SSLSocketFactory) SSLSocketFactory.getDefault()).getDefaultCipherSuites();
    }

    @Override
    public String[] getSupportedCipherSuites() {
        return ((SSLSocketFactory) SSLSocketFactory.getDefault()).getSupportedCipherSuites();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return createSocket(new Socket(host, port), host, port, true);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        return createSocket(new Socket(host, port, localHost, localPort), host, port, true);
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return createSocket(new Socket(host, port), host.getHostName(), port, true);
    }

    @Override
    public Socket createSocket(InetAddress address, int port, InetAddress localAddress, int localPort)
            throws IOException {
        return createSocket(new Socket(address, port, localAddress, localPort), address.getHostName(), port, true);
    }
}
