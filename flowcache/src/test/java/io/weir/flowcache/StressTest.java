package io.weir.flowcache;

import io.weir.testkit.Stress;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Path;

/** What jcstress finds. Only with {@code -Dweir.stress=MILLISECONDS}, see {@link Stress}. */
@Tag("tooling")
@EnabledIfSystemProperty(named = "weir.stress", matches = "[1-9][0-9]*")
class StressTest
{
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {
        "UpdateRead", "InsertRead", "ReuseRead", "EpochRead", "SplitRead", "WidenRead", "TopRead", "SwapRead" })
    void shouldPassWhereFaultyVariantIsFound(final String test) throws IOException, InterruptedException
    {
        Stress.assertPassesAndFindsItsFault(test, folder);
    }
}
