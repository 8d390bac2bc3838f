package io.weir.collector;

import io.netty.buffer.ByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import io.weir.testkit.Await;

import java.lang.ref.WeakReference;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Netty's leak detector at paranoid, which looks at every buffer, until this is closed. */
final class NettyLeaks implements AutoCloseable
{
    private static final int LOOKS = 3;

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final ResourceLeakDetector.Level before = ResourceLeakDetector.getLevel();
    private final Logger logger = Logger.getLogger(ResourceLeakDetector.class.getName());
    private final Handler handler = new Handler()
    {
        @Override
        public void publish(final LogRecord record)
        {
            told.add(record.getMessage());
        }

        @Override
        public void flush()
        {
            // Nothing is kept back.
        }

        @Override
        public void close()
        {
            // Nothing is open.
        }
    };

    NettyLeaks()
    {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        logger.addHandler(handler);
        logger.setUseParentHandlers(false);
    }

    /** {@return what it tells; it finds a leak when it makes a buffer after the leaked one was garbage} */
    List<String> told()
    {
        for (int i = 0; i < LOOKS; i++)
        {
            final WeakReference<Object> garbage = new WeakReference<>(new Object());
            Await.until(() -> "not found to be garbage", () ->
            {
                System.gc();
                return garbage.refersTo(null);
            });
            ByteBufAllocator.DEFAULT.directBuffer(1).release();
        }
        return told;
    }

    @Override
    public void close()
    {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
        ResourceLeakDetector.setLevel(before);
    }
}
