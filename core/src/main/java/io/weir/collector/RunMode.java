package io.weir.collector;

/** How records reach a sink. */
public enum RunMode
{
    /** From sockets, on worker threads, in real time; hash seeds are random and events are dispatched by a thread. */
    LIVE,
    /** From a capture, on the caller's thread, with capture time; hash seeds are fixed, events dispatched inline. */
    REPLAY
}
