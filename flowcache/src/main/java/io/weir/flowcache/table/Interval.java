package io.weir.flowcache.table;

/**
 * Interval of a rate that is estimated from samples: the rate is a weighted sum of Poisson counts, for which the gamma
 * distribution gives an interval that holds its coverage with few samples too. For queries, not for the hot path.
 * Stateless.
 *
 * @see <a href="https://doi.org/10.1002/(SICI)1097-0258(19970415)16:7%3C791::AID-SIM500%3E3.0.CO;2-%23">Fay and Feuer,
 *     Confidence intervals for directly standardized rates, 1997</a>
 */
public final class Interval
{
    private static final double TAIL = 0.025;
    private static final double Z = 1.959963984540054;
    private static final double LARGE_SHAPE = 1e5;
    private static final int ITERATIONS = 200;
    private static final double PRECISION = 1e-12;
    /** A step this small, relative, leaves an error far below {@link #PRECISION}: the method triples the digits. */
    private static final double CLOSE = 1e-7;

    private Interval()
    {
    }

    /**
     * Lower end of the 95 % interval.
     *
     * @param rate     estimated.
     * @param variance of the estimate.
     * @return no more than the rate, the rate itself when the variance is 0.
     */
    public static double low(final double rate, final double variance)
    {
        return variance > 0 && rate > 0 ?
            variance / rate * quantile(rate * rate / variance, TAIL) : rate;
    }

    /**
     * Upper end of the 95 % interval.
     *
     * @param rate     estimated.
     * @param variance of the estimate.
     * @param one      what one more sample would add to the rate.
     * @return no less than the rate, the rate itself when the variance is 0.
     */
    public static double high(final double rate, final double variance, final double one)
    {
        if (!(variance > 0))
        {
            return rate;
        }
        final double moreRate = rate + one;
        final double moreVariance = variance + one * one;
        return moreVariance / moreRate * quantile(moreRate * moreRate / moreVariance, 1 - TAIL);
    }

    /**
     * Quantile of the gamma distribution of scale 1: Halley's method from the Wilson-Hilferty approximation, within a
     * bracket that bisection narrows where the method would leave it.
     *
     * @param shape       above 0.
     * @param probability 0.025 or 0.975.
     * @return the quantile.
     */
    static double quantile(final double shape, final double probability)
    {
        final double z = probability < 0.5 ? -Z : Z;
        final double ninth = 1 / (9 * shape);
        final double root = 1 - ninth + z * Math.sqrt(ninth);
        final double approximate = shape * root * root * root;
        if (shape > LARGE_SHAPE)
        {
            return approximate;
        }
        final double logGamma = logGamma(shape);
        double low = 0;
        double high = shape + 10 * Math.sqrt(shape) + 10;
        double x = approximate > 0 ? approximate : high / 2;
        for (int i = 0; i < ITERATIONS; i++)
        {
            final double excess = distribution(shape, x, logGamma) - probability;
            low = excess < 0 ? x : low;
            high = excess < 0 ? high : x;
            final double step = excess / Math.exp(-x + (shape - 1) * Math.log(x) - logGamma);
            final double next = x - step / Math.max(0.5, 1 - 0.5 * step * ((shape - 1) / x - 1));
            final double before = x;
            x = next >= low && next <= high ? next : (low + high) / 2;
            if (Math.abs(x - before) <= CLOSE * x)
            {
                break;
            }
        }
        return x;
    }

    /* Regularised lower incomplete gamma function: by its series below the mode, by a continued fraction above. */
    private static double distribution(final double shape, final double x, final double logGamma)
    {
        if (x <= 0)
        {
            return 0;
        }
        final double front = Math.exp(-x + shape * Math.log(x) - logGamma);
        return x < shape + 1 ? front * series(shape, x) : 1 - front * fraction(shape, x);
    }

    private static double series(final double shape, final double x)
    {
        double term = 1 / shape;
        double sum = term;
        double a = shape;
        while (term > sum * PRECISION)
        {
            a++;
            term *= x / a;
            sum += term;
        }
        return sum;
    }

    private static double fraction(final double shape, final double x)
    {
        final double tiny = 1e-300;
        double b = x + 1 - shape;
        double c = 1 / tiny;
        double d = 1 / b;
        double h = d;
        double delta = 0;
        for (int i = 1; Math.abs(delta - 1) > PRECISION && i < 100_000; i++)
        {
            final double a = -i * (i - shape);
            b += 2;
            d = a * d + b;
            d = 1 / (Math.abs(d) < tiny ? tiny : d);
            c = b + a / c;
            c = Math.abs(c) < tiny ? tiny : c;
            delta = d * c;
            h *= delta;
        }
        return h;
    }

    /* Stirling's series, after shifting small arguments up. */
    private static double logGamma(final double x)
    {
        double shift = 0;
        double y = x;
        while (y < 10)
        {
            shift += Math.log(y);
            y++;
        }
        final double inverse = 1 / (y * y);
        final double tail = (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / y;
        return (y - 0.5) * Math.log(y) - y + 0.5 * Math.log(2 * Math.PI) + tail - shift;
    }
}
