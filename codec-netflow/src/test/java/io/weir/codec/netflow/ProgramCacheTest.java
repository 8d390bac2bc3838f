package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateBuilder;
import io.weir.codec.netflow.template.TemplateFormat;
import io.weir.record.Field;
import io.weir.record.FieldSet;

import org.junit.jupiter.api.Test;

class ProgramCacheTest
{
    private static final long T0 = 1_700_000_000_000_000_000L;
    private static final int MANY = ProgramCache.RECORDS_BEFORE_CLASS;
    private static final FieldSet ALL = FieldSet.ALL;

    private final ProgramCache cache = new ProgramCache(NetflowDecoder.builder().settings());

    /* A template of bytes, packets and others, so many that no two numbers give the same. */
    private static Template template(final int id, final int fields)
    {
        final TemplateBuilder builder = Template.builder(TemplateFormat.IPFIX_DATA, id);
        for (int i = 0; i < fields; i++)
        {
            builder.field(1 + i % 2, 4);
        }
        return builder.build();
    }

    private SetDecoder use(final Template template, final int records, final long timeNs)
    {
        return cache.decoder(cache.find(template, ALL, false), records, timeNs);
    }

    @Test
    void shouldInterpretAProgramUntilItIsUsedMuch()
    {
        final Template template = template(256, 3);
        assertInstanceOf(ProgramInterpreter.class, use(template, MANY - 1, T0));
        assertEquals(0, cache.classes());
        final SetDecoder made = use(template, 1, T0);
        assertEquals(1, cache.classes());
        assertSame(made, use(template, 1, T0));
        assertEquals(3, made.program().template().fieldCount());
    }

    @Test
    void shouldShareAClassAmongTemplatesThatLookTheSame()
    {
        final SetDecoder made = use(template(256, 3), MANY, T0);
        assertSame(made, use(template(300, 3), MANY, T0));
        assertNotSame(made, use(template(301, 4), MANY, T0));
        assertEquals(2, cache.classes());
    }

    @Test
    void shouldMakeAnotherClassWhenOtherFieldsAreWanted()
    {
        final Template template = template(256, 3);
        final SetDecoder made = use(template, MANY, T0);
        final ProgramCache.Entry other = cache.find(template, FieldSet.of(Field.BYTES), false);
        assertInstanceOf(ProgramInterpreter.class, cache.decoder(other, 1, T0));
        assertNotSame(made, cache.decoder(other, MANY, T0));
        assertEquals(2, cache.classes());
    }

    @Test
    void shouldBoundTheClassesThatAFloodOfTemplatesMakes()
    {
        final Template known = template(256, 1);
        final SetDecoder made = use(known, MANY, T0);
        final Template[] flood = new Template[40];
        for (int i = 0; i < 10 * flood.length; i++)
        {
            final int which = i % flood.length;
            flood[which] = i < flood.length ? template(300 + which, 2 + which) : flood[which];
            use(flood[which], MANY, T0 + i);
            assertSame(made, use(known, 1, T0 + i));
        }
        assertEquals(ProgramCache.MAX_CLASSES, cache.classes());
        assertInstanceOf(ProgramInterpreter.class, use(flood[flood.length - 1], MANY, T0 + 500));
    }

    @Test
    void shouldGiveUpOnlyAClassThatIsNotUsedAnyMore()
    {
        final Template known = template(256, 1);
        final SetDecoder made = use(known, MANY, T0);
        final Template idle = template(257, 2);
        use(idle, MANY, T0);
        for (int fields = 3; fields <= ProgramCache.MAX_CLASSES; fields++)
        {
            use(template(300 + fields, fields), MANY, T0 + ProgramCache.IDLE_NS - 1);
        }
        use(known, 1, T0 + ProgramCache.IDLE_NS - 1);
        final Template late = template(400, 40);
        assertInstanceOf(ProgramInterpreter.class, use(late, MANY, T0 + ProgramCache.IDLE_NS - 1));
        final SetDecoder first = use(late, MANY, T0 + ProgramCache.IDLE_NS);
        assertEquals(40, first.program().template().fieldCount());
        assertEquals(ProgramCache.MAX_CLASSES, cache.classes());
        assertSame(made, use(known, 1, T0 + ProgramCache.IDLE_NS));
        assertInstanceOf(ProgramInterpreter.class, use(idle, 1, T0 + ProgramCache.IDLE_NS));
    }

    @Test
    void shouldInterpretWhatDoesNotFitAClass()
    {
        final Template variable = Template.builder(TemplateFormat.IPFIX_DATA, 256)
            .field(1, 4).field(82, Template.VARIABLE_LENGTH).build();
        assertInstanceOf(ProgramInterpreter.class, use(variable, 2 * MANY, T0));
        assertEquals(0, cache.classes());
    }
}
