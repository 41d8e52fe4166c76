package io.portage.model.encoding;

import io.portage.model.Change;
import io.portage.model.Change.Provenance;
import io.portage.model.Change.RowLineage;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The encoding of a {@link Change}: its body, then the origins and the number of records merged
 * into it. A body begins with flags, the version, and the row's identity (table and key); then come
 * the lineage, if it is not that of a plain full row, the row, and the fields of the record.
 */
public final class ChangeEncoding {
  private static final int DELETE = 1;
  private static final int FULL_ROW_IS_VERSION = 2;
  private static final int HAS_LINEAGE = 4;
  private static final int MOVES = 8;
  private static final int TRUNCATE = 16;
  private static final int NO_COLUMN_VERSIONS = 0;
  private static final int NULLABLE_VERSION_BYTES = 1 + ModelEncoding.VERSION_BYTES;

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
    if ((flags & HAS_LINEAGE) != 0) {
      writeLineage(lineage, out);
    }
    ModelEncoding.writeRow(change.row(), out);
    ModelEncoding.writeCoordinates(change.coordinates(), out);
    ModelEncoding.writePart(0, change.part(), out);
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

  /**
   * True if the body at {@code at} is of a change that carries every column at its own version and
   * moves no row: merged with an older change of the same columns it keeps its own row.
   *
   * @param identityEnd the end of the body's identity, as {@link #writeBody} returns it
   */
  static boolean isFullRow(byte[] bytes, int at, int identityEnd) {
    int flags = bytes[at];
    return (flags & (FULL_ROW_IS_VERSION | MOVES)) == FULL_ROW_IS_VERSION
        && ((flags & HAS_LINEAGE) == 0
            || bytes[deletesEnd(bytes, at, identityEnd)] == NO_COLUMN_VERSIONS);
  }

  /** True if the body at {@code at} is of a change that moves its row to another key. */
  static boolean isMove(byte[] bytes, int at) {
    return (bytes[at] & MOVES) != 0;
  }

  /** True if a delete is merged into the body at {@code at}, or is that body. */
  static boolean hasDelete(byte[] bytes, int at, int identityEnd) {
    return (bytes[at] & HAS_LINEAGE) != 0
        && bytes[lastDeleteAt(bytes, at, identityEnd)] != ModelEncoding.NO_VERSION;
  }

  /**
   * True if every delete of an older change is older than the deletes of the body at {@code at}: it
   * has none, or is a delete itself and has no other.
   */
  static boolean isAfterEveryDelete(byte[] bytes, int at, int identityEnd) {
    if (!hasDelete(bytes, at, identityEnd)) {
      return true;
    }
    int previous = lastDeleteAt(bytes, at, identityEnd) + NULLABLE_VERSION_BYTES;
    return (bytes[at] & DELETE) != 0 && bytes[previous] == ModelEncoding.NO_VERSION;
  }

  /** The place of the row's columns in the body at {@code at}. */
  static int rowAt(byte[] bytes, int at, int identityEnd) {
    if ((bytes[at] & HAS_LINEAGE) == 0) {
      return identityEnd;
    }
    int versions = deletesEnd(bytes, at, identityEnd);
    if (bytes[versions] == NO_COLUMN_VERSIONS) {
      return versions + 1;
    }
    ByteSource in = new ByteSource(bytes, versions, bytes.length - versions);
    try {
      int size = Encoding.readInt(in) - 1;
      return in.at() + size * ModelEncoding.VERSION_BYTES;
    } catch (IOException e) {
      throw new UncheckedIOException("the versions of columns cannot be decoded", e);
    }
  }

  /**
   * Writes the newer body with the deletes of the older one.
   *
   * @param newer an array that begins with a body that {@link #isFullRow} and {@link
   *     #isAfterEveryDelete}
   * @param older an array with a body that {@linkplain #hasDelete has a delete}
   */
  static void writeWithDeletesOf(
      byte[] newer,
      int identityEnd,
      int size,
      byte[] older,
      int olderAt,
      int olderIdentityEnd,
      ByteSink out) {
    out.write(newer[0] | HAS_LINEAGE);
    out.write(newer, 1, identityEnd - 1);
    int deletes = lastDeleteAt(older, olderAt, olderIdentityEnd);
    if (hasDelete(newer, 0, identityEnd)) {
      out.write(newer, lastDeleteAt(newer, 0, identityEnd), NULLABLE_VERSION_BYTES);
      out.write(older, deletes, NULLABLE_VERSION_BYTES);
    } else {
      out.write(older, deletes, deletesEnd(older, olderAt, olderIdentityEnd) - deletes);
    }
    out.write(NO_COLUMN_VERSIONS);
    int row = rowAt(newer, 0, identityEnd);
    out.write(newer, row, size - row);
  }

  private static int lastDeleteAt(byte[] bytes, int at, int identityEnd) {
    return (bytes[at] & FULL_ROW_IS_VERSION) != 0 ? identityEnd : skipVersion(bytes, identityEnd);
  }

  private static int deletesEnd(byte[] bytes, int at, int identityEnd) {
    return skipVersion(bytes, skipVersion(bytes, lastDeleteAt(bytes, at, identityEnd)));
  }

  private static int skipVersion(byte[] bytes, int at) {
    return at + (bytes[at] == ModelEncoding.NO_VERSION ? 1 : NULLABLE_VERSION_BYTES);
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
    RowLineage lineage =
        (flags & HAS_LINEAGE) != 0
            ? readLineage(version, (flags & FULL_ROW_IS_VERSION) != 0, in)
            : RowLineage.fullRow(version);
    Row row = ModelEncoding.readRow(in);
    return new Change(
        table,
        op(flags),
        key,
        row,
        lineage,
        new Provenance(
            ModelEncoding.readCoordinates(in),
            ModelEncoding.readPart(in.read(), in),
            Encoding.readSigned(in),
            Encoding.readSigned(in),
            Encoding.readSigned(in),
            OffsetRanges.none(),
            0),
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
    Version @Nullable [] columns = null;
    if (size > 0) {
      columns = new Version[size - 1];
      for (int i = 0; i < columns.length; i++) {
        columns[i] = ModelEncoding.readVersion(in);
      }
    }
    return new RowLineage(version, fullRow, lastDelete, previousDelete, columns);
  }
}
