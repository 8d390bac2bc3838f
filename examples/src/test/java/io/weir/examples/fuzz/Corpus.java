package io.weir.examples.fuzz;

import io.weir.testkit.Mutator;
import io.weir.testkit.Vectors;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/** Inputs of the fuzz targets: the project's own test datagrams, damaged ones, and what a search found. Stateless. */
final class Corpus
{
    private static final int DAMAGED = 4;
    private static final int LENGTH_BYTES = 2;

    private Corpus()
    {
    }

    /**
     * Inputs that a search kept because each runs through code that no other does.
     *
     * @param name of the file beside this class, an input in hexadecimal a line.
     * @return the inputs.
     */
    static Stream<byte[]> found(final String name)
    {
        try (InputStream in = Corpus.class.getResourceAsStream(name);
            BufferedReader reader = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)))
        {
            return reader.lines().map(HexFormat.of()::parseHex).toList().stream();
        }
        catch (final IOException e)
        {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Datagrams of vectors, and some damaged copies of each.
     *
     * @param prefix of the vectors' ids.
     * @return the datagrams.
     */
    static Stream<byte[]> vectors(final String prefix)
    {
        final List<byte[]> datagrams = new ArrayList<>();
        for (final String id : Vectors.ids())
        {
            if (id.startsWith(prefix))
            {
                datagrams.addAll(Vectors.datagrams(id));
            }
        }
        return Stream.concat(datagrams.stream(), damaged(datagrams));
    }

    /**
     * Damaged copies of inputs, the same ones every time.
     *
     * @param inputs to damage.
     * @return several of each.
     */
    static Stream<byte[]> damaged(final List<byte[]> inputs)
    {
        final Mutator mutator = new Mutator(inputs.size());
        final List<byte[]> damaged = new ArrayList<>();
        for (final byte[] input : inputs)
        {
            for (int i = 0; i < DAMAGED && input.length > 0; i++)
            {
                final byte[] copy = new byte[input.length + Mutator.MAX_GROWTH];
                damaged.add(Arrays.copyOf(copy, mutator.mutate(input, copy, 0)));
            }
        }
        return damaged.stream();
    }

    /**
     * One input of the messages of each vector, each message after its length.
     *
     * @param prefix of the vectors' ids.
     * @return the inputs, and some damaged copies of each.
     */
    static Stream<byte[]> sequences(final String prefix)
    {
        final List<byte[]> sequences = new ArrayList<>();
        for (final String id : Vectors.ids())
        {
            if (id.startsWith(prefix))
            {
                final ByteArrayOutputStream sequence = new ByteArrayOutputStream();
                for (final byte[] message : Vectors.datagrams(id))
                {
                    sequence.write(message.length >>> 8);
                    sequence.write(message.length);
                    sequence.writeBytes(message);
                }
                sequences.add(sequence.toByteArray());
            }
        }
        return Stream.concat(sequences.stream(), damaged(sequences));
    }

    /**
     * Take the messages of an input apart.
     *
     * @param input messages, each after its length of 16 bits; the last may be cut.
     * @return the messages.
     */
    static List<byte[]> messages(final byte[] input)
    {
        final List<byte[]> messages = new ArrayList<>();
        int at = 0;
        while (at + LENGTH_BYTES <= input.length)
        {
            final int length = (input[at] & 0xFF) << 8 | input[at + 1] & 0xFF;
            final int end = Math.min(input.length, at + LENGTH_BYTES + length);
            messages.add(Arrays.copyOfRange(input, at + LENGTH_BYTES, end));
            at = end;
        }
        return messages;
    }
}
