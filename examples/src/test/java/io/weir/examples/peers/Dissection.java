package io.weir.examples.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What tshark says of a packet, in its packet details markup language: a tree of protocols and fields.
 *
 * @param name     of the field, such as {@code cflow.srcaddr}; empty for one that only groups others.
 * @param label    how it is shown to people.
 * @param position of its first byte in the packet.
 * @param size     in bytes; 0 for what tshark derived.
 * @param show     its value.
 * @param children below it.
 */
record Dissection(String name, String label, int position, int size, String show, List<Dissection> children)
{
    /**
     * Dissect a capture.
     *
     * @param tshark  the program.
     * @param capture to read.
     * @param folder  for its output.
     * @param options of tshark, beside those for reading and printing.
     * @param packets called with each packet.
     * @throws IOException          if there is no output.
     * @throws InterruptedException if the thread is interrupted.
     */
    static void of(
        final String tshark,
        final Path capture,
        final Path folder,
        final List<String> options,
        final Consumer<Dissection> packets) throws IOException, InterruptedException
    {
        final List<String> command = new ArrayList<>(List.of(tshark, "-n", "-r", capture.toString(), "-T", "pdml"));
        command.addAll(options);
        final Path markup = folder.resolve("dissection.xml");
        Peer.run(markup, command);
        try (InputStream in = Files.newInputStream(markup))
        {
            read(XMLInputFactory.newFactory().createXMLStreamReader(in), packets);
        }
        catch (final XMLStreamException e)
        {
            throw new IOException(markup + ": " + e.getMessage(), e);
        }
        Files.delete(markup);
    }

    private static void read(final XMLStreamReader reader, final Consumer<Dissection> packets)
        throws XMLStreamException
    {
        final Deque<Dissection> open = new ArrayDeque<>();
        while (reader.hasNext())
        {
            final int event = reader.next();
            if (XMLStreamConstants.START_ELEMENT == event && !"pdml".equals(reader.getLocalName()))
            {
                final Dissection node = node(reader);
                if (!open.isEmpty())
                {
                    open.peek().children.add(node);
                }
                open.push(node);
            }
            else if (XMLStreamConstants.END_ELEMENT == event && !open.isEmpty())
            {
                final Dissection closed = open.pop();
                if (open.isEmpty())
                {
                    packets.accept(closed);
                }
            }
        }
    }

    private static Dissection node(final XMLStreamReader reader)
    {
        return new Dissection(text(reader, "name"), text(reader, "showname"), number(reader, "pos"),
            number(reader, "size"), text(reader, "show"), new ArrayList<>());
    }

    private static String text(final XMLStreamReader reader, final String attribute)
    {
        final String text = reader.getAttributeValue(null, attribute);
        return null == text ? "" : text;
    }

    private static int number(final XMLStreamReader reader, final String attribute)
    {
        final String text = text(reader, attribute);
        return text.isEmpty() ? 0 : Integer.parseInt(text);
    }

    /** {@return this and everything below it, in order} */
    Stream<Dissection> all()
    {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Dissection::all));
    }

    /**
     * Fields below this.
     *
     * @param wanted name.
     * @return those with the name, in order.
     */
    List<Dissection> named(final String wanted)
    {
        return all().filter(field -> wanted.equals(field.name)).toList();
    }
}
