package io.portage.model.encoding;

import io.portage.model.Change;
import io.portage.model.Change.RowLineage;
import io.portage.model.ChangePart;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.Version;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The byte layout of a {@link Change}: first the body with the operation and the row, then the
 * offset ranges and the number of contributing records. A body begins with flags, the version, and
 * the row's identity: table and key.
 */
public final class ChangeEncoding {
  private static final int DELETE = 1;
  private static final int FULL_ROW_IS_VERSION = 2;
  private static final int HAS_LINEAGE = 4;
  private static final int MOVES = 8;
  private static final int TRUNCATE = 16;

  /** The position of the identity in a body. */
  static final int IDENTITY = 1 + ModelEncoding.VERSION_BYTES;

  private ChangeEncoding() {}

  public static void write(Change change, ByteSink out) throws IOException {
    writeBody(change, out);
    writeOrigins(change.origins(), change.recordCount(), out);
  }

  /** Writes the body and returns the position in {@code out} at which its identity ends. */
  static int writeBody(Change change, ByteSink out) throws IOException {
    RowLineage lineage = change.lineage();
    boolean plain =
        lineage.lastDelete() == null
            && lineage.previousDelete() == null
            && lineage.columns() == null;
    boolean fullRowIsVersion = lineage.version().equals(lineage.fullRowVersion());
    int flags =
        ofOp(change.op())
            | (fullRowIsVersion ? FULL_ROW_IS_VERSION : 0)
            | (plain && fullRowIsVersion ? 0 : HAS_LINEAGE)
            | (change.isKeyMove() ? MOVES : 0);
    out.write(flags);
    ModelEncoding.writeVersion(lineage.version(), out);
    Encoding.writeText(change.table(), out);
    ModelEncoding.writeRow(change.key(), out);
    int identityEnd = out.size();
    ModelEncoding.writeRow(change.row(), out);
    if ((flags & HAS_LINEAGE) != 0) {
      writeLineage(lineage, out);
    }
    ModelEncoding.writeCoordinates(change.coordinates(), out);
    out.write(change.part().mask());
    Encoding.writeSigned(change.changeTime(), out);
    Encoding.writeSigned(change.kafkaTime(), out);
    Encoding.writeSigned(change.lateness(), out);
    if (change.movedTo() != null) {
      ModelEncoding.writeRow(change.movedTo(), out);
    }
    return identityEnd;
  }

  /** Writes the part after the body. */
  static void writeOrigins(OffsetRanges origins, int records, ByteSink out) throws IOException {
    ModelEncoding.writeOrigins(origins, out);
    Encoding.writeInt(records, out);
  }

  /** Returns true if the body at {@code at} is a full row without a known delete. */
  static boolean isPlain(byte[] bytes, int at) {
    return (bytes[at] & (FULL_ROW_IS_VERSION | HAS_LINEAGE | MOVES)) == FULL_ROW_IS_VERSION;
  }

  /** Compares the versions of two bodies. */
  static int compareVersions(byte[] bytes, int at, byte[] others, int other) {
    return Arrays.compareUnsigned(
        bytes, at + 1, at + IDENTITY, others, other + 1, other + IDENTITY);
  }

  public static Change read(ByteSource in) throws IOException {
    Change body = readBody(in);
    return body.withOrigins(ModelEncoding.readOrigins(in), Encoding.readInt(in));
  }

  /** Reads a body; the change has no origins. */
  static Change readBody(ByteSource in) throws IOException {
    int flags = in.read();
    Version version = ModelEncoding.readVersion(in);
    String table = Encoding.readName(in);
    Row key = ModelEncoding.readRow(in);
    Row row = ModelEncoding.readRow(in);
    RowLineage lineage =
        (flags & HAS_LINEAGE) != 0
            ? readLineage(version, (flags & FULL_ROW_IS_VERSION) != 0, in)
            : RowLineage.fullRow(version);
    return new Change(
        table,
        op(flags),
        key,
        row,
        lineage,
        ModelEncoding.readCoordinates(in),
        ChangePart.ofMask(in.read()),
        Encoding.readSigned(in),
        Encoding.readSigned(in),
        Encoding.readSigned(in),
        OffsetRanges.none(),
        0,
        (flags & MOVES) != 0 ? ModelEncoding.readRow(in) : null);
  }

  private static int ofOp(Change.Op op) {
    return switch (op) {
      case UPSERT -> 0;
      case DELETE -> DELETE;
      case TRUNCATE -> TRUNCATE;
    };
  }

  private static Change.Op op(int flags) {
    if ((flags & TRUNCATE) != 0) {
      return Change.Op.TRUNCATE;
    }
    return (flags & DELETE) != 0 ? Change.Op.DELETE : Change.Op.UPSERT;
  }

  private static void writeLineage(RowLineage lineage, ByteSink out) throws IOException {
    if (!lineage.version().equals(lineage.fullRowVersion())) {
      ModelEncoding.writeNullableVersion(lineage.fullRowVersion(), out);
    }
    ModelEncoding.writeNullableVersion(lineage.lastDelete(), out);
    ModelEncoding.writeNullableVersion(lineage.previousDelete(), out);
    Version[] columns = lineage.columns();
    Encoding.writeInt(columns == null ? 0 : columns.length + 1, out);
    if (columns != null) {
      for (Version column : columns) {
        ModelEncoding.writeVersion(column, out);
      }
    }
  }

  private static RowLineage readLineage(Version version, boolean fullRowIsVersion, ByteSource in)
      throws IOException {
    Version fullRow = fullRowIsVersion ? version : ModelEncoding.readNullableVersion(in);
    Version lastDelete = ModelEncoding.readNullableVersion(in);
    Version previousDelete = ModelEncoding.readNullableVersion(in);
    int size = Encoding.readInt(in);
    Version @Nullable [] columns = size == 0 ? null : new Version[size - 1];
    for (int i = 0; i < size - 1; i++) {
      columns[i] = ModelEncoding.readVersion(in);
    }
    return new RowLineage(version, fullRow, lastDelete, previousDelete, columns);
  }
}
