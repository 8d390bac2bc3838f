package io.weir.collector;

import java.util.ArrayList;
import java.util.List;

/** Tells sinks about the start and, once, those that were told about the end. Thread safe. */
final class StartedSinks
{
    private final List<RecordSink> sinks;
    private final List<RecordSink> started = new ArrayList<>();
    private final ErrorHandler errorHandler;

    StartedSinks(final List<RecordSink> sinks, final ErrorHandler errorHandler)
    {
        this.sinks = List.copyOf(sinks);
        this.errorHandler = errorHandler;
    }

    synchronized void start(final RunMode mode)
    {
        for (final RecordSink sink : sinks)
        {
            started.add(sink);
            sink.onStart(mode);
        }
    }

    /** Every sink is told, also when one before it throws. */
    synchronized void close()
    {
        while (!started.isEmpty())
        {
            try
            {
                started.remove(0).onClose();
            }
            catch (final VirtualMachineError e)
            {
                throw e;
            }
            catch (final Throwable e)
            {
                tell(e);
            }
        }
    }

    private void tell(final Throwable error)
    {
        try
        {
            errorHandler.onError(error);
        }
        catch (final VirtualMachineError e)
        {
            throw e;
        }
        catch (final Throwable ignored)
        {
            // Of a handler that throws there is nobody left to tell.
            return;
        }
    }
}
