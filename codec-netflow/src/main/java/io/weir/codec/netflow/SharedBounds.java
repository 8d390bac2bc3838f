package io.weir.codec.netflow;

import java.security.SecureRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What all decoders of a provider have used of the bounds that hold for them together. Thread safe. */
final class SharedBounds
{
    final AtomicLong heldBytes = new AtomicLong();
    final AtomicInteger flowTotals = new AtomicInteger();
    final AtomicInteger names = new AtomicInteger();
    final long seed = new SecureRandom().nextLong();
}
