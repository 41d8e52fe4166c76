package io.portage.upsert.parking;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.apache.beam.sdk.coders.ListCoder;
import org.apache.beam.sdk.coders.VarLongCoder;

/**
 * Packs parked rows into compressed chunks. A chunk begins with its layout version, 1, and its
 * number; chunks are retried in the order of their numbers.
 */
public final class SpilledRows {
  /** The greatest number of rows in a chunk. */
  static final int CHUNK_ROWS = 1_000;

  /** The approximate greatest size of a chunk's rows; a single row may be larger. */
  static final long CHUNK_BYTES = 1L << 20;

  private static final int VERSION = 1;
  private static final ListCoder<ParkedChanges> ROWS = ListCoder.of(new ParkedChangesCoder());

  private SpilledRows() {}

  static byte[] pack(long number, List<ParkedChanges> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Deflater deflater = new Deflater(Deflater.BEST_SPEED);
    try {
      bytes.write(VERSION);
      VarLongCoder.of().encode(number, bytes);
      try (OutputStream packed = new DeflaterOutputStream(bytes, deflater)) {
        ROWS.encode(rows, packed);
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException("parked rows cannot be encoded", e);
    } finally {
      deflater.end();
    }
  }

  public static List<ParkedChanges> unpack(byte[] chunk) {
    try (InputStream bytes = new ByteArrayInputStream(chunk)) {
      number(bytes);
      try (InputStream packed = new InflaterInputStream(bytes)) {
        return ROWS.decode(packed);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("parked rows cannot be decoded", e);
    }
  }

  /** Returns the chunks in the order of their numbers. */
  public static List<byte[]> inOrder(Iterable<byte[]> chunks) {
    List<byte[]> all = new ArrayList<>();
    chunks.forEach(all::add);
    all.sort(Comparator.comparingLong(SpilledRows::number));
    return all;
  }

  private static long number(byte[] chunk) {
    try (InputStream bytes = new ByteArrayInputStream(chunk)) {
      return number(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("parked rows cannot be decoded", e);
    }
  }

  private static long number(InputStream bytes) throws IOException {
    int version = bytes.read();
    if (version != VERSION) {
      throw new IOException("parked rows have the unknown layout version " + version);
    }
    return VarLongCoder.of().decode(bytes);
  }
}
