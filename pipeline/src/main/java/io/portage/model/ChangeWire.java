package io.portage.model;

import io.portage.model.Change.Life;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Change} is laid out in bytes: first its body, which says what becomes of the row,
 * then the origins and the number of records that it was made of. A body begins with flags, the
 * version, and the row's identity: table and key.
 */
final class ChangeWire {
  private static final int DELETE = 1;
  private static final int WHOLE_IS_VERSION = 2;
  private static final int HAS_LIFE = 4;
  private static final int MOVES = 8;
  private static final int TRUNCATE = 16;

  /** Where the identity begins in a body. */
  static final int IDENTITY = 1 + ModelWire.VERSION_BYTES;

  private ChangeWire() {}

  static void write(Change change, ByteSink out) throws IOException {
    writeBody(change, out);
    writeOrigins(change.origins(), change.records(), out);
  }

  /** Writes the body, and gives where its identity ends in {@code out}. */
  static int writeBody(Change change, ByteSink out) throws IOException {
    Life life = change.life();
    boolean plain =
        life.deleted() == null && life.deletedBefore() == null && life.columns() == null;
    boolean wholeIsVersion = life.version().equals(life.whole());
    int flags =
        ofOp(change.op())
            | (wholeIsVersion ? WHOLE_IS_VERSION : 0)
            | (plain && wholeIsVersion ? 0 : HAS_LIFE)
            | (change.moves() ? MOVES : 0);
    out.write(flags);
    ModelWire.writeVersion(life.version(), out);
    Wire.writeText(change.table(), out);
    ModelWire.writeRow(change.key(), out);
    int identityEnd = out.size();
    ModelWire.writeRow(change.row(), out);
    if ((flags & HAS_LIFE) != 0) {
      writeLife(life, out);
    }
    ModelWire.writeCoordinates(change.at(), out);
    out.write(change.half().mask());
    Wire.writeSigned(change.changeTime(), out);
    Wire.writeSigned(change.kafkaTime(), out);
    Wire.writeSigned(change.lateness(), out);
    if (change.movedTo() != null) {
      ModelWire.writeRow(change.movedTo(), out);
    }
    return identityEnd;
  }

  /** Writes what follows a body. */
  static void writeOrigins(Origins origins, int records, ByteSink out) throws IOException {
    ModelWire.writeOrigins(origins, out);
    Wire.writeInt(records, out);
  }

  /** Whether the body that begins at {@code at} is of a whole row of which no delete is known. */
  static boolean isPlain(byte[] bytes, int at) {
    return (bytes[at] & (WHOLE_IS_VERSION | HAS_LIFE | MOVES)) == WHOLE_IS_VERSION;
  }

  /** Compares the versions of two bodies. */
  static int compareVersions(byte[] bytes, int at, byte[] others, int other) {
    return Arrays.compareUnsigned(
        bytes, at + 1, at + IDENTITY, others, other + 1, other + IDENTITY);
  }

  static Change read(ByteSource in) throws IOException {
    Change body = readBody(in);
    return body.withOrigins(ModelWire.readOrigins(in), Wire.readInt(in));
  }

  /** A body's change, without origins. */
  static Change readBody(ByteSource in) throws IOException {
    int flags = in.read();
    Version version = ModelWire.readVersion(in);
    String table = Wire.readName(in);
    Row key = ModelWire.readRow(in);
    Row row = ModelWire.readRow(in);
    Life life =
        (flags & HAS_LIFE) != 0
            ? readLife(version, (flags & WHOLE_IS_VERSION) != 0, in)
            : Life.whole(version);
    return new Change(
        table,
        op(flags),
        key,
        row,
        life,
        ModelWire.readCoordinates(in),
        Half.ofMask(in.read()),
        Wire.readSigned(in),
        Wire.readSigned(in),
        Wire.readSigned(in),
        Origins.none(),
        0,
        (flags & MOVES) != 0 ? ModelWire.readRow(in) : null);
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

  private static void writeLife(Life life, ByteSink out) throws IOException {
    if (!life.version().equals(life.whole())) {
      ModelWire.writeNullableVersion(life.whole(), out);
    }
    ModelWire.writeNullableVersion(life.deleted(), out);
    ModelWire.writeNullableVersion(life.deletedBefore(), out);
    Version[] columns = life.columns();
    Wire.writeInt(columns == null ? 0 : columns.length + 1, out);
    if (columns != null) {
      for (Version column : columns) {
        ModelWire.writeVersion(column, out);
      }
    }
  }

  private static Life readLife(Version version, boolean wholeIsVersion, ByteSource in)
      throws IOException {
    Version whole = wholeIsVersion ? version : ModelWire.readNullableVersion(in);
    Version deleted = ModelWire.readNullableVersion(in);
    Version deletedBefore = ModelWire.readNullableVersion(in);
    int size = Wire.readInt(in);
    Version @Nullable [] columns = size == 0 ? null : new Version[size - 1];
    for (int i = 0; i < size - 1; i++) {
      columns[i] = ModelWire.readVersion(in);
    }
    return new Life(version, whole, deleted, deletedBefore, columns);
  }
}
