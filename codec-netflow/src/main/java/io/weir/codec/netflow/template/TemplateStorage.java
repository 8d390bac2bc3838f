package io.weir.codec.netflow.template;

import java.io.IOException;

/**
 * Where templates outlive the process, so that data is decoded from the first datagram after a restart on. What is
 * stored is a block of bytes that only weir needs to understand.
 */
public interface TemplateStorage
{
    /**
     * Read what was saved last. Called once, when the provider of decoders is built, on the caller's thread.
     *
     * @return the bytes, or null when nothing was saved yet.
     * @throws IOException if it cannot be read; it is reported, and decoding begins without templates.
     */
    byte[] load() throws IOException;

    /**
     * Save, in place of what was saved before: after a failure either the old or the new must be there, whole. Called
     * by the executor given, at the end on the thread that closes; never by two threads at a time.
     *
     * @param snapshot bytes of all templates.
     * @throws IOException if it cannot be written; it is reported, and tried again with the next change.
     */
    void save(byte[] snapshot) throws IOException;
}
