package io.weir.collector;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBufAllocator;
import io.weir.testkit.Await;
import org.junit.jupiter.api.Test;

import java.util.List;

class NettyLeaksTest
{
    @Test
    void shouldTellOfABufferThatNobodyReleases()
    {
        try (NettyLeaks leaks = new NettyLeaks())
        {
            assertEquals(List.of(), leaks.told());
            leak();
            Await.until(leaks::told, () -> !leaks.told().isEmpty());
            assertTrue(
                leaks.told().get(0).startsWith("LEAK: ByteBuf.release() was not called"), leaks.told()::toString);
        }
    }

    private static void leak()
    {
        assertEquals(8, ByteBufAllocator.DEFAULT.directBuffer(8).capacity());
    }
}
