package io.weir.collector;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells sinks about the start and, once, those that were told about the end, and after them the providers of decoders.
 * Thread safe.
 */
final class StartedSinks
{
    private final List<RecordSink> sinks;
    private final List<DecoderProvider> providers;
    private final List<Runnable> toClose = new ArrayList<>();
    private final ErrorHandler errorHandler;

    StartedSinks(
        final List<RecordSink> sinks, final List<DecoderProvider> providers, final ErrorHandler errorHandler)
    {
        this.sinks = List.copyOf(sinks);
        this.providers = List.copyOf(providers);
        this.errorHandler = errorHandler;
    }

    synchronized void start(final RunMode mode)
    {
        for (final RecordSink sink : sinks)
        {
            toClose.add(sink::onClose);
            sink.onStart(mode);
        }
        providers.forEach(provider -> toClose.add(provider::onClose));
    }

    /** Everyone is told, also when one before throws. */
    synchronized void close()
    {
        while (!toClose.isEmpty())
        {
            try
            {
                toClose.remove(0).run();
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
