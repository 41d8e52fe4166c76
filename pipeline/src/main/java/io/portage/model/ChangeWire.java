package io.portage.model;

import io.portage.model.Change.Life;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Change} is laid out in bytes. The second version of the layout has two more flags,
 * and the key that follows from one; whatever the first has written reads the same.
 */
final class ChangeWire {
  private static final int DELETE = 1;
  private static final int WHOLE_IS_VERSION = 2;
  private static final int HAS_LIFE = 4;
  private static final int MOVES = 8;
  private static final int TRUNCATE = 16;

  private ChangeWire() {}

  static void write(Change change, ByteSink out) throws IOException {
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
    Wire.writeText(change.table(), out);
    ModelWire.writeRow(change.key(), out);
    ModelWire.writeRow(change.row(), out);
    ModelWire.writeVersion(life.version(), out);
    if ((flags & HAS_LIFE) != 0) {
      writeLife(life, out);
    }
    ModelWire.writeCoordinates(change.at(), out);
    out.write(change.half().mask());
    Wire.writeSigned(change.changeTime(), out);
    Wire.writeSigned(change.kafkaTime(), out);
    Wire.writeSigned(change.lateness(), out);
    ModelWire.writeOrigins(change.origins(), out);
    Wire.writeInt(change.records(), out);
    if (change.movedTo() != null) {
      ModelWire.writeRow(change.movedTo(), out);
    }
  }

  static Change read(InputStream in) throws IOException {
    int flags = in.read();
    String table = Wire.readText(in);
    Row key = ModelWire.readRow(in);
    Row row = ModelWire.readRow(in);
    Version version = ModelWire.readVersion(in);
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
        ModelWire.readOrigins(in),
        Wire.readInt(in),
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

  private static Life readLife(Version version, boolean wholeIsVersion, InputStream in)
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
