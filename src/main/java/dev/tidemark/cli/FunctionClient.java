package dev.tidemark.cli;

/** What of AWS the commands use. Nothing of the SDK is in these signatures, so that local commands load none of it. */
interface FunctionClient extends AutoCloseable {
    /**
     * Sends an event and waits for the answer.
     *
     * @throws dev.tidemark.TidemarkException TDM-631 … TDM-634
     */
    byte[] invoke(byte[] event);

    /**
     * Lays bytes into the bucket.
     *
     * @return a pre-signed URL that reads them, for as long as an invocation may take; a secret
     * @throws dev.tidemark.TidemarkException TDM-637
     */
    String lay(String bucket, String key, byte[] bytes);

    /** A pre-signed URL by which that object can be written, for as long as an invocation may take; a secret. */
    String writable(String bucket, String key);

    /**
     * Reads an object of at most so many bytes.
     *
     * @throws dev.tidemark.TidemarkException TDM-637
     */
    byte[] read(String bucket, String key, int most);

    /** Removes an object if it can; the bucket's lifecycle rule does otherwise. */
    void remove(String bucket, String key);

    @Override
    void close();
}
