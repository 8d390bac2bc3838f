package io.weir.flowcache.filter;

import io.weir.flowcache.key.KeyContext;

import java.lang.invoke.MethodHandles;

/**
 * The steps of a filter as constants. A template: for each filter it is defined once more as a hidden class, whose
 * class data are the steps. A comparison becomes a masked load and a compare with a constant, and where to go on a
 * jump. It says what {@link FilterProgram#interpret} says. Stateless.
 */
final class FilterTemplate extends FilterMatcher
{
    static final int MAX_STEPS = 16;

    private static final FilterStep[] STEPS = steps();
    private static final FilterStep STEP_0 = step(0);
    private static final FilterStep STEP_1 = step(1);
    private static final FilterStep STEP_2 = step(2);
    private static final FilterStep STEP_3 = step(3);
    private static final FilterStep STEP_4 = step(4);
    private static final FilterStep STEP_5 = step(5);
    private static final FilterStep STEP_6 = step(6);
    private static final FilterStep STEP_7 = step(7);
    private static final FilterStep STEP_8 = step(8);
    private static final FilterStep STEP_9 = step(9);
    private static final FilterStep STEP_10 = step(10);
    private static final FilterStep STEP_11 = step(11);
    private static final FilterStep STEP_12 = step(12);
    private static final FilterStep STEP_13 = step(13);
    private static final FilterStep STEP_14 = step(14);
    private static final FilterStep STEP_15 = step(15);

    FilterTemplate()
    {
    }

    private static FilterStep[] steps()
    {
        try
        {
            return MethodHandles.classData(MethodHandles.lookup(), "_", FilterStep[].class);
        }
        catch (final IllegalAccessException e)
        {
            throw new ExceptionInInitializerError(e);
        }
    }

    private static FilterStep step(final int index)
    {
        return index < STEPS.length ? STEPS[index] : null;
    }

    @Override
    boolean matches(final KeyContext context)
    {
        int at = STEP_0.run(context);
        at = null != STEP_1 && 1 == at ? STEP_1.run(context) : at;
        at = null != STEP_2 && 2 == at ? STEP_2.run(context) : at;
        at = null != STEP_3 && 3 == at ? STEP_3.run(context) : at;
        return FilterProgram.ACCEPT == (null == STEP_4 ? at : more(at, context));
    }

    private static int more(final int from, final KeyContext context)
    {
        int at = from;
        at = null != STEP_4 && 4 == at ? STEP_4.run(context) : at;
        at = null != STEP_5 && 5 == at ? STEP_5.run(context) : at;
        at = null != STEP_6 && 6 == at ? STEP_6.run(context) : at;
        at = null != STEP_7 && 7 == at ? STEP_7.run(context) : at;
        at = null != STEP_8 && 8 == at ? STEP_8.run(context) : at;
        at = null != STEP_9 && 9 == at ? STEP_9.run(context) : at;
        at = null != STEP_10 && 10 == at ? STEP_10.run(context) : at;
        at = null != STEP_11 && 11 == at ? STEP_11.run(context) : at;
        at = null != STEP_12 && 12 == at ? STEP_12.run(context) : at;
        at = null != STEP_13 && 13 == at ? STEP_13.run(context) : at;
        at = null != STEP_14 && 14 == at ? STEP_14.run(context) : at;
        at = null != STEP_15 && 15 == at ? STEP_15.run(context) : at;
        return at;
    }
}
