package io.weir.benchmarks;

import io.weir.collector.DatagramContext;
import io.weir.collector.DatagramDecoder;
import io.weir.collector.DecoderProvider;
import io.weir.collector.RecordHandler;
import io.weir.wire.DecodeStatus;

/** Takes every datagram for decoded and tells a gate. */
final class GateDecoder implements DatagramDecoder
{
    private final Gate gate;

    private GateDecoder(final Gate gate)
    {
        this.gate = gate;
    }

    /**
     * A provider of such decoders.
     *
     * @param gate to tell.
     * @return the provider.
     */
    static DecoderProvider provider(final Gate gate)
    {
        return new DecoderProvider()
        {
            @Override
            public String name()
            {
                return "gate";
            }

            @Override
            public boolean claims(final int firstWord)
            {
                return true;
            }

            @Override
            public DatagramDecoder newDecoder()
            {
                return new GateDecoder(gate);
            }
        };
    }

    @Override
    public DecodeStatus decode(
        final byte[] buffer,
        final int offset,
        final int length,
        final DatagramContext context,
        final RecordHandler handler)
    {
        gate.pass();
        return DecodeStatus.OK;
    }
}
