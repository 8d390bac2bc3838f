package io.weir.exporter.health;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;

class InventoryTest
{
    private static final String HEADER = "customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip\n";

    private static Inventory read(final String text) throws IOException
    {
        return Inventory.read(new StringReader(text));
    }

    @Test
    void shouldReadEntriesInTheirOrder() throws IOException
    {
        final Inventory inventory = read(HEADER + "c1,\"Baker, \"\"Sons\"\"\",s1,North,r1,192.0.2.1\r\n\n" +
            "c1,Other,s2,South,r2,2001:DB8:0:0::7\nc2,Third,s1,West,r3,::ffff:192.0.2.3\n");
        assertEquals(List.of("192.0.2.1", "2001:DB8::7", "192.0.2.3"),
            inventory.entries().stream().map(InventoryEntry::address).toList());
        assertEquals(new InventoryEntry("c1", "Baker, \"Sons\"", "s1", "North", "r1", "192.0.2.1"),
            inventory.find("192.0.2.1").orElseThrow());
        assertTrue(inventory.find("192.0.2.2").isEmpty());
    }

    @Test
    void shouldTakeColumnsInAnyOrderAndIgnoreOthers() throws IOException
    {
        final Inventory inventory = read(
            "\uFEFFcpe.ip,note,cpe.id,site.name,site.id,customer.name,customer.id\n10.0.0.1,x,r,sn,s,cn,c\n");
        assertEquals(new InventoryEntry("c", "cn", "s", "sn", "r", "10.0.0.1"),
            inventory.find("10.0.0.1").orElseThrow());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "''|line 1: no column customer.id; needed are customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip",
        "a,b|line 1: no column customer.id; needed are customer.id,customer.name,site.id,site.name,cpe.id,cpe.ip",
        "HEADERa,b,c,d,e|line 2: no value of cpe.ip",
        "HEADERa,b,c,d,e,host|line 2: cpe.ip host is not an IPv4 or IPv6 address",
        "HEADERa,b,c,d,e,10.0.0.1~a,b,c,d,f,::ffff:10.0.0.1|line 3: cpe.ip 10.0.0.1 is given twice",
        "HEADERa,\"b,c,d,e,10.0.0.1|line 2: a quote is not closed",
    })
    void shouldRefuseWhatIsNotAnInventoryAndNameTheLine(final String text, final String message)
    {
        assertEquals("inventory: " + message, assertThrows(IllegalArgumentException.class,
            () -> read(text.replace("HEADER", HEADER).replace('~', '\n'))).getMessage());
    }
}
