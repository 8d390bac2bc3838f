package io.weir.collector;

import java.io.IOException;

/** Opens receivers: a way to get datagrams from the network. Thread safe. */
@FunctionalInterface
public interface ReceiverProvider
{
    /**
     * Bind the sockets of one worker.
     *
     * @param config what to open.
     * @return the receiver, not started.
     * @throws IOException              if an address cannot be bound; the message names it. Nothing stays open.
     * @throws IllegalArgumentException if the platform cannot do what the configuration asks.
     */
    DatagramReceiver open(ReceiverConfig config) throws IOException;
}
