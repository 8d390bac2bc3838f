package io.weir.flowcache.filter;

import io.weir.flowcache.key.Key;
import io.weir.flowcache.key.KeyContext;
import io.weir.flowcache.key.KeyType;
import io.weir.flowcache.key.KeyValue;
import io.weir.record.FlowRecord;

/**
 * A filter as a list of comparisons, each with two places where to go on, which lie behind it or end the program: no
 * comparison runs twice, and none that cannot change the outcome. Immutable.
 */
final class FilterProgram
{
    private static final int ACCEPT = -1;
    private static final int REJECT = -2;

    private final Step[] steps;

    private FilterProgram(final int comparisons)
    {
        steps = new Step[comparisons];
    }

    static FilterProgram of(final Expression expression)
    {
        final FilterProgram program = new FilterProgram(null == expression ? 0 : expression.comparisons());
        if (null != expression)
        {
            program.place(expression, 0, ACCEPT, REJECT);
        }
        return program;
    }

    private void place(final Expression expression, final int at, final int onTrue, final int onFalse)
    {
        if (expression instanceof Expression.Comparison comparison)
        {
            steps[at] = comparison.negated() ?
                new Step(comparison, onFalse, onTrue) : new Step(comparison, onTrue, onFalse);
            return;
        }
        if (expression instanceof Expression.TextComparison comparison)
        {
            steps[at] = comparison.negated() ?
                new Step(comparison, onFalse, onTrue) : new Step(comparison, onTrue, onFalse);
            return;
        }
        final boolean isAll = expression instanceof Expression.All;
        final var parts = isAll ? ((Expression.All)expression).parts() : ((Expression.Any)expression).parts();
        int start = at;
        for (int i = 0; i < parts.size(); i++)
        {
            final int next = start + parts.get(i).comparisons();
            final boolean isLast = parts.size() - 1 == i;
            place(parts.get(i), start, isAll && !isLast ? next : onTrue, isAll || isLast ? onFalse : next);
            start = next;
        }
    }

    boolean matches(final KeyContext context)
    {
        final Step[] all = steps;
        int at = 0 == all.length ? ACCEPT : 0;
        while (at >= 0)
        {
            at = all[at].run(context);
        }
        return ACCEPT == at;
    }

    private static final class Step
    {
        private final Key key;
        private final int presenceWord;
        private final long presenceMask;
        private final int lowSlot;
        private final int shift;
        private final long lowMask;
        private final boolean isComputed;
        private final boolean isPlain;
        private final long start;
        private final long length;
        private final boolean isRange;
        private final ValueSet values;
        private final TextSet texts;
        private final int onFound;
        private final int onOther;
        private final int onAbsent;

        Step(final Expression.Comparison comparison, final int onFound, final int onOther)
        {
            key = comparison.key();
            presenceWord = key.presenceWord();
            presenceMask = key.presenceMask();
            lowSlot = key.field().slot() + key.field().slots() - 1;
            shift = key.shift();
            lowMask = key.bits() >= Long.SIZE ? -1 : (1L << key.bits()) - 1;
            values = comparison.values();
            texts = null;
            isComputed = key.isComputed();
            isPlain = !isComputed && key.bits() <= Long.SIZE &&
                KeyType.INTERFACE != key.type() && KeyType.DIRECTION != key.type();
            isRange = isPlain && values.isRange();
            start = isRange ? values.firstLow() : 0;
            length = isRange ? values.lastLow() - start : 0;
            this.onFound = onFound;
            this.onOther = onOther;
            onAbsent = comparison.orAbsent() ? onFound : onOther;
        }

        Step(final Expression.TextComparison comparison, final int onFound, final int onOther)
        {
            key = comparison.key();
            presenceWord = 0;
            presenceMask = 0;
            lowSlot = 0;
            shift = 0;
            lowMask = 0;
            values = null;
            texts = comparison.texts();
            isComputed = true;
            isPlain = false;
            isRange = false;
            start = 0;
            length = 0;
            this.onFound = onFound;
            this.onOther = onOther;
            onAbsent = comparison.orAbsent() ? onFound : onOther;
        }

        int run(final KeyContext context)
        {
            if (null != texts)
            {
                final KeyValue text = key.text(context);
                return null == text ? onAbsent : texts.contains(text) ? onFound : onOther;
            }
            final FlowRecord record = context.record();
            if (presenceMask != (record.present(presenceWord) & presenceMask) ||
                isComputed && !key.isPresent(context))
            {
                return onAbsent;
            }
            final long low = isPlain ? record.get(lowSlot) >>> shift & lowMask : key.low(context);
            final boolean found = isRange ?
                Long.compareUnsigned(low - start, length) <= 0 : values.contains(isPlain ? 0 : key.high(context), low);
            return found ? onFound : onOther;
        }
    }
}
