package io.weir.codec.netflow;

import io.weir.codec.netflow.template.Template;
import io.weir.wire.Wire;

/**
 * Writes the IPFIX messages of one observation domain. Not thread safe.
 *
 * <pre>{@code
 * Template flows = Template.builder(TemplateFormat.IPFIX_DATA, 256).field(8, 4).field(12, 4).field(1, 8).build();
 * IpfixMessageWriter writer = new IpfixMessageWriter(domain).begin(buffer, 0, 1400).exportTime(nowNs);
 * writer.template(flows);
 * writer.beginRecord(flows).number(source).number(destination).number(bytes).endRecord();
 * send(buffer, writer.finish());
 * }</pre>
 *
 * <p>Where messages can be lost, templates must be repeated every now and then.
 *
 * @see IpfixMessageView
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-3">RFC 7011, section 3</a>
 */
public final class IpfixMessageWriter extends TemplatedMessageWriter
{
    private static final int TEMPLATE_SET = 2;
    private static final int OPTIONS_TEMPLATE_SET = 3;
    private static final long NS_PER_SECOND = 1_000_000_000L;

    private final long domain;
    private long sequence;

    /**
     * A writer that has nothing begun.
     *
     * @param domain observation domain, 0..2^32-1.
     */
    public IpfixMessageWriter(final long domain)
    {
        super(false);
        this.domain = domain;
    }

    /**
     * Begin a message.
     *
     * @param newBuffer to write.
     * @param newOffset of the first byte.
     * @param maxLength of the message in bytes.
     * @return this writer.
     * @throws IllegalArgumentException if the header does not fit, or the message not the buffer.
     */
    @Override
    public IpfixMessageWriter begin(final byte[] newBuffer, final int newOffset, final int maxLength)
    {
        sequence = sequence + dataRecords() & 0xFFFF_FFFFL;
        begin(newBuffer, newOffset, maxLength, IpfixMessageView.HEADER_LENGTH);
        Wire.putU16(newBuffer, newOffset, IpfixMessageView.VERSION);
        Wire.putU32(newBuffer, newOffset + IpfixMessageView.SEQUENCE_OFFSET, sequence);
        Wire.putU32(newBuffer, newOffset + IpfixMessageView.DOMAIN_OFFSET, domain);
        return this;
    }

    /**
     * Say when the message leaves.
     *
     * @param epochNs nanoseconds since the Unix epoch.
     * @return this writer.
     */
    public IpfixMessageWriter exportTime(final long epochNs)
    {
        Wire.putU32(buffer(), offset() + IpfixMessageView.EXPORT_TIME_OFFSET, epochNs / NS_PER_SECOND);
        return this;
    }

    /**
     * Set the sequence number of this message, from which later ones count on.
     *
     * @param newSequence data records before those of this message, modulo 2^32.
     * @return this writer.
     */
    public IpfixMessageWriter sequence(final long newSequence)
    {
        sequence = newSequence & 0xFFFF_FFFFL;
        Wire.putU32(buffer(), offset() + IpfixMessageView.SEQUENCE_OFFSET, sequence);
        return this;
    }

    /**
     * Take a template back. Not to be used over UDP.
     *
     * @param template that is not used any more.
     * @return whether there was room; if not, the message is as before.
     * @see <a href="https://www.rfc-editor.org/rfc/rfc7011#section-8.1">RFC 7011, section 8.1</a>
     */
    public boolean withdraw(final Template template)
    {
        return withdrawal(templateSetId(template), template.id());
    }

    /**
     * Take all templates, or all options templates, back. Not to be used over UDP.
     *
     * @param options whether those of options.
     * @return whether there was room; if not, the message is as before.
     */
    public boolean withdrawAll(final boolean options)
    {
        final int set = options ? OPTIONS_TEMPLATE_SET : TEMPLATE_SET;
        return withdrawal(set, set);
    }

    /**
     * Complete the message.
     *
     * @return its length in bytes.
     * @throws IllegalStateException if a record has not been ended.
     */
    @Override
    public int finish()
    {
        final int length = close();
        Wire.putU16(buffer(), offset() + IpfixMessageView.LENGTH_OFFSET, length);
        return length;
    }

    @Override
    int templateSetId(final Template ofTemplate)
    {
        return ofTemplate.format().isOptions() ? OPTIONS_TEMPLATE_SET : TEMPLATE_SET;
    }
}
