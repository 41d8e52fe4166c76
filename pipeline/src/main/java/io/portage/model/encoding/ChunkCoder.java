package io.portage.model.encoding;

import io.portage.model.Chunk;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderException;
import org.apache.beam.sdk.coders.StructuredCoder;
import org.apache.beam.sdk.util.VarInt;

/**
 * Encodes a {@link Chunk}: the flag {@code atEnd}, then its elements. Layout version 1.
 *
 * @param <T> the type of the elements
 */
public final class ChunkCoder<T> extends StructuredCoder<Chunk<T>> {
  private static final long serialVersionUID = 1;
  private static final int VERSION = 1;

  private final Coder<T> items;

  private ChunkCoder(Coder<T> items) {
    this.items = items;
  }

  /** The coder of chunks with elements of coder {@code items}. */
  public static <T> ChunkCoder<T> of(Coder<T> items) {
    return new ChunkCoder<>(items);
  }

  @Override
  public void encode(Chunk<T> chunk, OutputStream out) throws IOException {
    out.write(VERSION);
    out.write(chunk.atEnd() ? 1 : 0);
    VarInt.encode(chunk.items().size(), out);
    for (T item : chunk.items()) {
      items.encode(item, out);
    }
  }

  @Override
  public Chunk<T> decode(InputStream in) throws IOException {
    int version = in.read();
    if (version != VERSION) {
      throw new CoderException(
          "a chunk was written in version " + version + ", this release reads " + VERSION);
    }
    int atEnd = in.read();
    if (atEnd < 0) {
      throw new CoderException("a chunk ends early");
    }
    int size = VarInt.decodeInt(in);
    List<T> all = new ArrayList<>(Math.min(size, 1_000));
    for (int i = 0; i < size; i++) {
      all.add(items.decode(in));
    }
    return new Chunk<>(all, atEnd == 1);
  }

  @Override
  public List<? extends Coder<?>> getCoderArguments() {
    return List.of(items);
  }

  @Override
  public void verifyDeterministic() throws NonDeterministicException {
    items.verifyDeterministic();
  }
}
