package io.weir.codec.netflow;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.weir.codec.netflow.template.Template;
import io.weir.codec.netflow.template.TemplateFormat;
import io.weir.exporter.ExporterCounter;
import io.weir.record.Field;
import io.weir.record.FieldSet;
import io.weir.record.FlowRecord;
import io.weir.record.Slots;
import io.weir.testkit.Allocation;
import io.weir.testkit.DecoderKit;
import io.weir.testkit.Vectors;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

/** Names that options records tell, and the records that they end up in. */
class ExporterNamesTest
{
    private static final int VARIABLE = Template.VARIABLE_LENGTH;
    private static final Template INTERFACES = Template.builder(TemplateFormat.IPFIX_OPTIONS, 256)
        .scope(10, 4).field(83, VARIABLE).field(82, VARIABLE).build();
    private static final Template VRFS =
        Template.builder(TemplateFormat.IPFIX_OPTIONS, 257).scope(234, 4).field(236, 16).build();
    private static final Template APPLICATIONS =
        Template.builder(TemplateFormat.IPFIX_OPTIONS, 258).scope(95, 4).field(94, 10).field(96, VARIABLE).build();
    private static final Template FLOWS = Template.builder(TemplateFormat.IPFIX_DATA, 300)
        .field(10, 4).field(14, 4).field(234, 4).field(95, 4).field(1, 4).build();

    private final byte[] buffer = new byte[1_400];
    private final IpfixMessageWriter writer = new IpfixMessageWriter(1);
    private final DecoderKit kit = DecoderKit.keeping(NetflowDecoder.builder().maxNames(8, 10).build());

    private void begin()
    {
        writer.begin(buffer, 0, buffer.length).exportTime(DecoderKit.TIME_NS);
    }

    private byte[] end()
    {
        return Arrays.copyOf(buffer, writer.finish());
    }

    private void tellNames()
    {
        begin();
        writer.template(INTERFACES);
        writer.template(VRFS);
        writer.template(APPLICATIONS);
        writer.template(FLOWS);
        writer.beginRecord(INTERFACES).number(3).text("to the west").text("ge-0/0/3").endRecord();
        writer.beginRecord(INTERFACES).number(4).text("to the east").text("").endRecord();
        writer.beginRecord(VRFS).number(77).text("CUST-A").endRecord();
        writer.beginRecord(APPLICATIONS).number(0x0D00_01DFL).text("ignored").text("telegram").endRecord();
        kit.decode(end());
    }

    private FlowRecord flow(final long input, final long output, final long vrf, final long application)
    {
        begin();
        writer.beginRecord(FLOWS).number(input).number(output).number(vrf).number(application).number(1).endRecord();
        kit.decode(end());
        return kit.flows().get(kit.flows().size() - 1);
    }

    private static String text(final FlowRecord record, final int slot)
    {
        return !record.has(slot) ? null : new String(record.textBuffer(slot), record.textOffset(slot),
            record.textLength(slot), StandardCharsets.UTF_8);
    }

    @Test
    void shouldPutNamesIntoRecordsThatHaveTheNumbers()
    {
        tellNames();
        final FlowRecord known = flow(3, 4, 77, 0x0D00_01DFL);
        assertEquals("ge-0/0/3", text(known, Slots.INPUT_NAME));
        assertNull(text(known, Slots.OUTPUT_NAME), "an empty name is none, and the description is not the name");
        assertEquals("CUST-A", text(known, Slots.VRF_NAME));
        assertEquals("telegram", text(known, Slots.APPLICATION));
        final FlowRecord unknown = flow(5, 3, 78, 0x0300_0050L);
        assertNull(text(unknown, Slots.INPUT_NAME));
        assertEquals("ge-0/0/3", text(unknown, Slots.OUTPUT_NAME));
        assertNull(text(unknown, Slots.VRF_NAME));
        assertEquals("3:80", text(unknown, Slots.APPLICATION));
    }

    @Test
    void shouldNeedOnlyTheNameToBeWanted()
    {
        tellNames();
        kit.wanting(FieldSet.of(Field.OUTPUT_NAME));
        final FlowRecord record = flow(4, 3, 77, 0x0D00_01DFL);
        assertEquals("ge-0/0/3", text(record, Slots.OUTPUT_NAME));
        assertFalse(record.has(Slots.OUTPUT_IFINDEX));
        assertFalse(record.has(Slots.INPUT_NAME));
        assertFalse(record.has(Slots.APPLICATION));
    }

    @Test
    void shouldNameTheOtherInterfaceWhereARecordOfOneIsTurnedRound()
    {
        final DecoderKit two = DecoderKit.keeping(
            NetflowDecoder.builder().biflows(BiflowMode.TWO_RECORDS).build());
        final Template oneSided = Template.builder(TemplateFormat.IPFIX_DATA, 302)
            .field(10, 4).field(1, 4).field(29_305, 1, 4).build();
        begin();
        writer.template(INTERFACES);
        writer.template(oneSided);
        writer.beginRecord(INTERFACES).number(3).text("").text("ge-0/0/3").endRecord();
        writer.beginRecord(INTERFACES).number(0).text("").text("none").endRecord();
        writer.beginRecord(oneSided).number(3).number(1_000).number(2_000).endRecord();
        two.decode(end());
        assertEquals("ge-0/0/3", text(two.flows().get(0), Slots.INPUT_NAME));
        assertNull(text(two.flows().get(0), Slots.OUTPUT_NAME));
        assertNull(text(two.flows().get(1), Slots.INPUT_NAME));
        assertEquals("ge-0/0/3", text(two.flows().get(1), Slots.OUTPUT_NAME));
    }

    @Test
    void VEC_I22_shouldNameTheVrf()
    {
        final DecoderKit other = DecoderKit.keeping(NetflowDecoder.provider());
        Vectors.datagrams("I22").forEach(other::decode);
        assertEquals("CUST-A", text(other.flows().get(other.flows().size() - 1), Slots.VRF_NAME));
    }

    @Test
    void shouldReadInterfaceScopesOfVersion9()
    {
        final DecoderKit other = DecoderKit.keeping(NetflowDecoder.provider());
        final Template names = Template.builder(TemplateFormat.V9_OPTIONS, 256)
            .scope(Template.SCOPE_INTERFACE, 2).field(82, 12).build();
        final Template flows = Template.builder(TemplateFormat.V9_DATA, 257).field(10, 2).field(1, 4).build();
        final NetflowV9Writer version9 = new NetflowV9Writer(1);
        version9.begin(buffer, 0, buffer.length).exportTime(DecoderKit.TIME_NS, 1_000);
        version9.template(names);
        version9.template(flows);
        version9.beginRecord(names).number(9).text("Gi0/9   ").endRecord();
        version9.beginRecord(flows).number(9).number(1).endRecord();
        other.decode(Arrays.copyOf(buffer, version9.finish()));
        assertEquals("Gi0/9", text(other.flows().get(0), Slots.INPUT_NAME));
    }

    @Test
    void shouldLeaveANameInTheRecordAsItIs()
    {
        tellNames();
        final Template named = Template.builder(TemplateFormat.IPFIX_DATA, 301)
            .field(95, 4).field(96, VARIABLE).field(1, 4).build();
        begin();
        writer.template(named);
        writer.beginRecord(named).number(0x0D00_01DFL).text("in the record").number(1).endRecord();
        writer.beginRecord(named).number(0x0D00_01DFL).text("").number(1).endRecord();
        kit.decode(end());
        assertEquals("in the record", text(kit.flows().get(0), Slots.APPLICATION));
        assertEquals("telegram", text(kit.flows().get(1), Slots.APPLICATION));
    }

    @Test
    void V23_shouldBoundNamesAndCountThoseWithoutRoom()
    {
        tellNames();
        begin();
        for (int i = 0; i < 10; i++)
        {
            writer.beginRecord(INTERFACES).number(100 + i).text("").text("if" + i).endRecord();
        }
        kit.decode(end());
        assertEquals(5, kit.count(ExporterCounter.NAMES_REFUSED), "3 of 8 places were taken, an empty name takes none");
        flow(1, 1, 1, 0x0300_0051L);
        assertNull(text(kit.flows().get(0), Slots.APPLICATION), "no room for the number as text either");

        final ExporterNames names = new ExporterNames(10, new AtomicInteger(), 10, 1);
        final byte[] bytes = "x".repeat(300).getBytes(StandardCharsets.US_ASCII);
        assertTrue(names.learn(ExporterNames.INTERFACE, 1, bytes, 0, bytes.length));
        assertEquals(256, names.find(ExporterNames.INTERFACE, 1).length);
        assertThrows(IllegalArgumentException.class, () -> NetflowDecoder.builder().maxNames(-1, 1).build());
    }

    @Test
    void shouldShareTheBoundAndGiveRoomBack()
    {
        final AtomicInteger inAll = new AtomicInteger();
        final ExporterNames first = new ExporterNames(100, inAll, 120, 5);
        final ExporterNames second = new ExporterNames(100, inAll, 120, 5);
        final byte[] name = { 'a' };
        for (int i = 0; i < 100; i++)
        {
            assertTrue(first.learn(ExporterNames.VRF, i, name, 0, 1));
        }
        assertFalse(first.learn(ExporterNames.VRF, 100, name, 0, 1));
        for (int i = 0; i < 20; i++)
        {
            assertTrue(second.learn(ExporterNames.INTERFACE, i, name, 0, 1));
        }
        assertFalse(second.learn(ExporterNames.INTERFACE, 20, name, 0, 1));
        first.clear();
        assertEquals(20, inAll.get());
        assertNull(first.find(ExporterNames.VRF, 5));
        assertTrue(second.learn(ExporterNames.INTERFACE, 20, name, 0, 1));
        second.close();
        assertFalse(second.learn(ExporterNames.INTERFACE, 1, name, 0, 1));
        assertEquals(0, inAll.get());
        assertEquals(0, second.size());
    }

    @Test
    void shouldFindNamesWhoseNumbersMeetAndRenameThem()
    {
        final ExporterNames names = new ExporterNames(400, new AtomicInteger(), 400, 5);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 100; i++)
            {
                final byte[] name = { (byte)i, (byte)(1 + round) };
                assertTrue(names.learn(ExporterNames.INTERFACE, 1 + i, name, 0, 2));
                assertTrue(names.learn(ExporterNames.VRF, 1 + i, name, 0, 2));
                assertTrue(names.learn(ExporterNames.INTERFACE, 5 + ((long)i << 20), name, 0, 2));
            }
            assertEquals(299, names.size(), "5 is told twice");
            for (int i = 5; i < 100; i++)
            {
                final byte[] name = { (byte)i, (byte)(1 + round) };
                assertArrayEquals(name, names.find(ExporterNames.INTERFACE, 1 + i).text);
                assertArrayEquals(name, names.find(ExporterNames.VRF, 1 + i).text);
                assertArrayEquals(name, names.find(ExporterNames.INTERFACE, 5 + ((long)i << 20)).text);
            }
            assertNull(names.find(ExporterNames.INTERFACE, 101));
            assertNull(names.find(ExporterNames.APPLICATION, 1));
        }
    }

    @Test
    void shouldRenameWithoutTouchingWhatRecordsReferTo()
    {
        final ExporterNames names = new ExporterNames(100, new AtomicInteger(), 100, 5);
        final byte[] from = { 'x', 'a', 'b', 0, 0 };
        names.learn(ExporterNames.INTERFACE, 7, from, 1, 4);
        final ExporterNames.Name before = names.find(ExporterNames.INTERFACE, 7);
        names.learn(ExporterNames.INTERFACE, 7, from, 1, 2);
        assertSame(before, names.find(ExporterNames.INTERFACE, 7));
        from[1] = 'c';
        names.learn(ExporterNames.INTERFACE, 7, from, 1, 4);
        assertArrayEquals(new byte[]{ 'a', 'b' }, before.text);
        assertArrayEquals(new byte[]{ 'c', 'b' }, names.find(ExporterNames.INTERFACE, 7).text);
        assertEquals(1, names.size());
    }

    @Test
    void shouldTellApplicationsApartByEngineAndSelectorHoweverLong()
    {
        final byte[] four = { 13, 0, 1, (byte)0xDF };
        final byte[] three = { 13, 1, (byte)0xDF };
        assertEquals(ExporterNames.applicationId(four, 0, 4), ExporterNames.applicationId(three, 0, 3));
        assertEquals(-1, ExporterNames.applicationId(four, 0, 0));
        assertEquals(-1, ExporterNames.applicationId(new byte[9], 0, 9));
        final ExporterNames names = new ExporterNames(100, new AtomicInteger(), 100, 5);
        final byte[] enterprise = { 20, 0, 0, 0, 9, 0, 0, 5 };
        assertEquals("20:9/5", new String(
            names.application(ExporterNames.applicationId(enterprise, 0, 8)).text, StandardCharsets.US_ASCII));
    }

    @Test
    void shouldAllocateNothingWhenNamesAreToldAgainAndPut()
    {
        tellNames();
        final DecoderKit digesting = DecoderKit.digesting(NetflowDecoder.provider());
        begin();
        writer.template(INTERFACES);
        writer.template(APPLICATIONS);
        writer.template(FLOWS);
        writer.beginRecord(INTERFACES).number(3).text("").text("ge-0/0/3").endRecord();
        writer.beginRecord(APPLICATIONS).number(0x0D00_01DFL).text("").text("telegram").endRecord();
        writer.beginRecord(FLOWS).number(3).number(3).number(1).number(0x0D00_01DFL).number(1).endRecord();
        writer.beginRecord(FLOWS).number(3).number(3).number(1).number(0x0300_0050L).number(1).endRecord();
        final byte[] message = end();
        final Runnable task = () ->
        {
            for (int i = 0; i < 5_000; i++)
            {
                digesting.decode(message);
            }
        };
        assertEquals(0, Allocation.steadyBytesOf(task));
    }
}
