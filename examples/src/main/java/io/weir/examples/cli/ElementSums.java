package io.weir.examples.cli;

import io.weir.codec.netflow.DataRecordListener;
import io.weir.codec.netflow.DataRecordView;
import io.weir.codec.netflow.element.Element;
import io.weir.codec.netflow.element.ElementRegistry;
import io.weir.exporter.Exporter;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Adds up the counter elements of NetFlow version 9 and IPFIX data records, each by itself and as exported; reverse
 * elements of biflows under names of their own. For runs of one worker; not thread safe.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc5103">RFC 5103</a>
 */
final class ElementSums implements DataRecordListener
{
    private static final long REVERSE = 29_305;

    private final ElementRegistry registry = ElementRegistry.standard();
    private final Map<String, Long> sums = new TreeMap<>();

    ElementSums()
    {
    }

    @Override
    public void onDataRecord(final Exporter exporter, final DataRecordView record)
    {
        while (!record.template().format().isOptions() && record.nextField())
        {
            final long enterprise = record.enterprise();
            if (record.isNumber() && (0 == enterprise || REVERSE == enterprise))
            {
                final Optional<Element> element = registry.find(0, record.elementId());
                if (element.isPresent() && element.get().semantics().isCounter())
                {
                    final String name = element.get().name();
                    sums.merge(0 == enterprise ? name : ElementLister.reverse(name), record.number(), ElementSums::add);
                }
            }
        }
    }

    private static long add(final long left, final long right)
    {
        final long sum = left + right;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    /** {@return sums by name of the element, in the order of their names} */
    Map<String, Long> sums()
    {
        return sums;
    }
}
