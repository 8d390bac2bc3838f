package io.weir.threshold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Duration;

class DetectorSpecTest
{
    @ParameterizedTest
    @CsvSource({
        "rate, rate", "cusum, cusum:1.1:0.5", "cusum:2:3, cusum:2.0:3.0", "baseline:60:3, baseline:60.0:3.0",
        "seasonal:86400:24:2.5, seasonal:86400.0:24:2.5", "quantile:0.95:300, quantile:0.95:300.0",
        "absent:2.5, absent:2.5", "distinct:ipsource, distinct:ipsource", "ratio:10:frames, ratio:10.0:frames",
        "ratio:10:bits:tcpflags:2, ratio:10.0:bits:tcpflags:2" })
    void shouldBeReadFromText(final String text, final String canonical)
    {
        final DetectorSpec detector = DetectorSpec.parse(text);
        assertEquals(canonical, detector.toString());
        assertEquals(detector, DetectorSpec.parse(canonical));
        assertEquals(detector.hashCode(), DetectorSpec.parse(canonical).hashCode());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "cusum:1", "cusum:x:1", "seasonal:86400:24", "seasonal:86400:2.5:2", "seasonal:60:61:2", "seasonal:60:1:2",
        "seasonal:86400:1025:2", "seasonal:86400:24:1", "seasonal:-1:24:2", "quantile:1:60", "absent:0",
        "distinct:", "distinct", "ratio:10",
        "ratio:0:frames", "ratio:1:" })
    void shouldRefuseWhatIsNoDetector(final String text)
    {
        assertThrows(IllegalArgumentException.class, () -> DetectorSpec.parse(text));
    }

    @Test
    void shouldNameWhatIsWrong()
    {
        assertEquals("seasonal: period=PT10S: must be at least as many seconds as there are slots: slots=24",
            assertThrows(IllegalArgumentException.class,
                () -> DetectorSpec.seasonal(Duration.ofSeconds(10), 24, 2)).getMessage());
    }
}
