package io.weir.flowcache.filter;

import io.weir.flowcache.key.KeyContext;
import io.weir.record.HiddenClass;

import java.lang.invoke.MethodHandles;

/**
 * A filter as a list of comparisons, each with two places where to go on, which lie behind it or end the program: no
 * comparison runs twice, and none that cannot change the outcome. A filter of up to {@value FilterTemplate#MAX_STEPS}
 * comparisons runs as a class of {@link FilterTemplate}, a longer one by going through the list. Immutable.
 */
final class FilterProgram
{
    static final int ACCEPT = -1;
    static final int REJECT = -2;

    private final FilterStep[] steps;
    private final FilterMatcher compiled;

    FilterProgram(final Expression expression)
    {
        steps = new FilterStep[null == expression ? 0 : expression.comparisons()];
        if (null != expression)
        {
            place(expression, 0, ACCEPT, REJECT);
        }
        compiled = 0 == steps.length || steps.length > FilterTemplate.MAX_STEPS ? null :
            (FilterMatcher)HiddenClass.of(MethodHandles.lookup(), FilterTemplate.class, steps.clone());
    }

    private void place(final Expression expression, final int at, final int onTrue, final int onFalse)
    {
        if (expression instanceof Expression.Comparison comparison)
        {
            steps[at] = comparison.negated() ?
                FilterStep.of(comparison, onFalse, onTrue) : FilterStep.of(comparison, onTrue, onFalse);
            return;
        }
        if (expression instanceof Expression.TextComparison comparison)
        {
            steps[at] = comparison.negated() ?
                FilterStep.of(comparison, onFalse, onTrue) : FilterStep.of(comparison, onTrue, onFalse);
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
        return null == compiled ? interpret(context) : compiled.matches(context);
    }

    /* Step by step, as the compiled class does. */
    boolean interpret(final KeyContext context)
    {
        final FilterStep[] all = steps;
        int at = 0 == all.length ? ACCEPT : 0;
        while (at >= 0)
        {
            at = all[at].run(context);
        }
        return ACCEPT == at;
    }

    boolean isCompiled()
    {
        return null != compiled;
    }
}
