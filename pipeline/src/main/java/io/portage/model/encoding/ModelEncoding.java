package io.portage.model.encoding;

import io.portage.model.ChangePart;
import io.portage.model.Columns;
import io.portage.model.Coordinates;
import io.portage.model.OffsetRange;
import io.portage.model.OffsetRanges;
import io.portage.model.Row;
import io.portage.model.SourcePosition;
import io.portage.model.Version;
import io.portage.model.event.Envelope;
import io.portage.model.event.Header;
import io.portage.model.event.Image;
import io.portage.model.event.SourceLog;
import io.portage.model.event.SourceNames;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The byte layouts of the model's values, without the version byte of the outermost coder. */
final class ModelEncoding {
  static final int VERSION_BYTES = 25;

  /** The byte that is written in place of a version that is null. */
  static final int NO_VERSION = 0;

  /** The bits that tell which positions of an envelope follow. */
  private static final int HAS_POSITION = 1;

  private static final int HAS_BACKFILL = 2;
  private static final int DERIVED_BACKFILL = 4;

  /** The byte before the log of an envelope. */
  private static final int NO_LOG = 0;

  private static final int ORDERED_LOG = 1;
  private static final int OTHER_LOG = 2;

  /** The bits of a byte that hold a part, and the flag of a range beside the previous one. */
  private static final int PART = 3;

  private static final int BESIDE = 4;

  /** The bits of the byte at the end of an envelope. */
  private static final int HAS_NAMES = 1;

  private static final int HAS_ROWS = 2;

  private static final int OFFSET_BYTES = 6;
  private static final int MAX_KNOWN = 10_000;
  private static final Map<ByteBuffer, Columns> KNOWN = new ConcurrentHashMap<>();
  private static final Map<Columns, byte[]> ENCODED = new ConcurrentHashMap<>();

  private ModelEncoding() {}

  static void writeRow(Row row, ByteSink out) throws IOException {
    Encoding.writeBytes(encoded(row.columns()), out);
    for (int i = 0; i < row.size(); i++) {
      ValueEncoding.write(row.get(i), out);
    }
  }

  /** The encoded width of the columns of the row at {@code at}: their length, then their names. */
  static int columnsWidth(byte[] bytes, int at) {
    ByteSource in = new ByteSource(bytes, at, bytes.length - at);
    try {
      return Encoding.readInt(in) + in.at() - at;
    } catch (IOException e) {
      throw new UncheckedIOException("a row's columns cannot be decoded", e);
    }
  }

  static Row readRow(ByteSource in) throws IOException {
    Columns columns = in.readColumns(Encoding.readInt(in));
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = ValueEncoding.read(in);
    }
    return Row.of(columns, values);
  }

  private static byte[] encoded(Columns columns) throws IOException {
    byte[] known = ENCODED.get(columns);
    if (known != null) {
      return known;
    }
    ByteSink names = new ByteSink(64);
    for (String name : columns.names()) {
      Encoding.writeText(name, names);
    }
    byte[] bytes = names.toBytes();
    if (ENCODED.size() < MAX_KNOWN) {
      ENCODED.put(columns, bytes);
    }
    return bytes;
  }

  /** The columns with these encoded names. */
  static Columns columns(byte[] bytes) throws IOException {
    Columns known = KNOWN.get(ByteBuffer.wrap(bytes));
    if (known != null) {
      return known;
    }
    List<String> names = new ArrayList<>();
    ByteSource in = new ByteSource(bytes);
    while (!in.isAtEnd()) {
      names.add(Encoding.readText(in));
    }
    Columns columns = Columns.of(names);
    if (KNOWN.size() < MAX_KNOWN) {
      KNOWN.put(ByteBuffer.wrap(bytes), columns);
    }
    return columns;
  }

  /** Writes {@value #VERSION_BYTES} bytes whose unsigned order is the order of versions. */
  static void writeVersion(Version version, ByteSink out) throws IOException {
    out.write(version.epoch());
    out.writeFixed(version.high(), Long.BYTES);
    out.writeFixed(version.low(), Long.BYTES);
    out.writeFixed(version.partition(), Short.BYTES);
    out.writeFixed(version.offset(), OFFSET_BYTES);
  }

  static Version readVersion(ByteSource in) throws IOException {
    return new Version(
        in.read(),
        in.readFixed(Long.BYTES),
        in.readFixed(Long.BYTES),
        (int) in.readFixed(Short.BYTES),
        in.readFixed(OFFSET_BYTES));
  }

  static void writeNullableVersion(@Nullable Version version, ByteSink out) throws IOException {
    out.write(version == null ? NO_VERSION : 1);
    if (version != null) {
      writeVersion(version, out);
    }
  }

  static @Nullable Version readNullableVersion(ByteSource in) throws IOException {
    return in.read() == NO_VERSION ? null : readVersion(in);
  }

  static void writeCoordinates(Coordinates at, ByteSink out) throws IOException {
    Encoding.writeText(at.topic(), out);
    Encoding.writeInt(at.partition(), out);
    Encoding.writeLong(at.offset(), out);
  }

  static Coordinates readCoordinates(ByteSource in) throws IOException {
    return new Coordinates(Encoding.readName(in), Encoding.readInt(in), Encoding.readLong(in));
  }

  /**
   * Writes one byte with {@code flags}, which are multiples of 4, and the code of the part. The
   * code of a part of several rows follows that byte, whose two lowest bits are then 0.
   */
  static void writePart(int flags, ChangePart part, ByteSink out) throws IOException {
    boolean isOnlyRow = part.isOnlyRow();
    out.write(isOnlyRow ? flags | part.code() : flags);
    if (!isOnlyRow) {
      Encoding.writeInt(part.code(), out);
    }
  }

  /** Reads the part after the byte {@code flags} of {@link #writePart}. */
  static ChangePart readPart(int flags, ByteSource in) throws IOException {
    int code = flags & PART;
    return ChangePart.ofCode(code == 0 ? Encoding.readInt(in) : code);
  }

  /**
   * Writes sorted offset ranges: the partition only if it differs from the previous one, offsets as
   * differences.
   */
  static void writeOrigins(OffsetRanges origins, ByteSink out) throws IOException {
    List<OffsetRange> ranges = origins.ranges();
    Encoding.writeInt(ranges.size(), out);
    OffsetRange last = null;
    for (OffsetRange next : ranges) {
      OffsetRange beside = last != null && last.isOfSamePartition(next) ? last : null;
      writePart(beside == null ? 0 : BESIDE, next.part(), out);
      if (beside == null) {
        Encoding.writeText(next.topic(), out);
        Encoding.writeInt(next.partition(), out);
      }
      Encoding.writeSigned(beside == null ? next.from() : next.from() - beside.to(), out);
      Encoding.writeLong(next.to() - next.from(), out);
      last = next;
    }
  }

  static OffsetRanges readOrigins(ByteSource in) throws IOException {
    int size = Encoding.readInt(in);
    List<OffsetRange> ranges = new ArrayList<>(Math.min(size, 1_000));
    String topic = "";
    int partition = 0;
    long to = 0;
    for (int i = 0; i < size; i++) {
      int flags = in.read();
      ChangePart part = readPart(flags, in);
      if ((flags & BESIDE) == 0) {
        topic = Encoding.readName(in);
        partition = Encoding.readInt(in);
        to = 0;
      }
      long from = to + Encoding.readSigned(in);
      to = from + Encoding.readLong(in);
      ranges.add(new OffsetRange(topic, partition, from, to, part));
    }
    return OffsetRanges.of(ranges);
  }

  static void writeImage(@Nullable Image image, ByteSink out) throws IOException {
    out.write(image == null ? 0 : image.typed() ? 1 : 2);
    if (image != null) {
      writeRow(image.row(), out);
      Encoding.writeInt(image.unavailable().size(), out);
      for (String name : image.unavailable()) {
        Encoding.writeText(name, out);
      }
    }
  }

  static @Nullable Image readImage(ByteSource in) throws IOException {
    int kind = in.read();
    if (kind == 0) {
      return null;
    }
    Row row = readRow(in);
    int size = Encoding.readInt(in);
    Set<String> unavailable = new LinkedHashSet<>();
    for (int i = 0; i < size; i++) {
      unavailable.add(Encoding.readText(in));
    }
    return new Image(row, unavailable, kind == 1);
  }

  static void writeEnvelope(Envelope envelope, ByteSink out) throws IOException {
    Encoding.writeText(envelope.op(), out);
    Encoding.writeNullableText(envelope.table(), out);
    writeImage(envelope.before(), out);
    writeImage(envelope.after(), out);
    ValueEncoding.write(envelope.changeTime(), out);
    SourcePosition position = envelope.position();
    SourcePosition backfill = envelope.backfillPosition();
    boolean derived =
        position != null && backfill != null && backfill.equals(position.byGreaterLsn());
    out.write(
        (position == null ? 0 : HAS_POSITION)
            | (backfill == null ? 0 : derived ? DERIVED_BACKFILL : HAS_BACKFILL));
    if (position != null) {
      writePosition(position, out);
    }
    if (backfill != null && !derived) {
      writePosition(backfill, out);
    }
    writeLog(envelope.log(), out);
    Encoding.writeNullableText(envelope.hint(), out);
    SourceNames names = envelope.names();
    boolean isNamed = !names.equals(SourceNames.NONE);
    boolean hasRows = !envelope.rows().isEmpty();
    out.write((isNamed ? HAS_NAMES : 0) | (hasRows ? HAS_ROWS : 0));
    if (isNamed) {
      Encoding.writeNullableText(names.database(), out);
      Encoding.writeNullableText(names.schema(), out);
      Encoding.writeNullableText(names.table(), out);
    }
    if (hasRows) {
      Encoding.writeInt(envelope.rows().size(), out);
      for (Envelope row : envelope.rows()) {
        Envelope.Fault fault = row.fault();
        Encoding.writeNullableText(fault == null ? null : fault.problem(), out);
        Encoding.writeNullableText(fault == null ? null : fault.column(), out);
        writeEnvelope(row, out);
      }
    }
  }

  private static void writePosition(SourcePosition position, ByteSink out) throws IOException {
    out.writeFixed(position.high(), Long.BYTES);
    out.writeFixed(position.low(), Long.BYTES);
  }

  private static SourcePosition readPosition(ByteSource in) throws IOException {
    return new SourcePosition(in.readFixed(Long.BYTES), in.readFixed(Long.BYTES));
  }

  private static void writeLog(@Nullable SourceLog log, ByteSink out) throws IOException {
    if (log == null) {
      out.write(NO_LOG);
      return;
    }
    out.write(log.inCommitOrder() ? ORDERED_LOG : OTHER_LOG);
    Encoding.writeText(log.connector(), out);
    Encoding.writeText(log.server(), out);
    Encoding.writeNullableText(log.transaction(), out);
    ValueEncoding.write(log.time(), out);
  }

  private static @Nullable SourceLog readLog(ByteSource in) throws IOException {
    int kind = in.read();
    return kind == NO_LOG
        ? null
        : new SourceLog(
            Encoding.readText(in),
            Encoding.readText(in),
            Encoding.readNullableText(in),
            (Instant) ValueEncoding.read(in),
            kind == ORDERED_LOG);
  }

  static Envelope readEnvelope(ByteSource in) throws IOException {
    String op = Encoding.readText(in);
    String table = Encoding.readNullableText(in);
    Image before = readImage(in);
    Image after = readImage(in);
    Instant changeTime = (Instant) ValueEncoding.read(in);
    int positions = in.read();
    SourcePosition position = (positions & HAS_POSITION) == 0 ? null : readPosition(in);
    SourcePosition backfill = null;
    if ((positions & HAS_BACKFILL) != 0) {
      backfill = readPosition(in);
    } else if (position != null && (positions & DERIVED_BACKFILL) != 0) {
      backfill = position.byGreaterLsn();
    }
    SourceLog log = readLog(in);
    String hint = Encoding.readNullableText(in);
    int end = in.read();
    SourceNames names =
        (end & HAS_NAMES) == 0
            ? SourceNames.NONE
            : new SourceNames(
                Encoding.readNullableText(in),
                Encoding.readNullableText(in),
                Encoding.readNullableText(in));
    List<Envelope> rows = (end & HAS_ROWS) == 0 ? List.of() : readRows(in);
    return new Envelope(
        op, table, before, after, changeTime, position, backfill, log, hint, null, names, rows);
  }

  private static List<Envelope> readRows(ByteSource in) throws IOException {
    int size = Encoding.readInt(in);
    List<Envelope> rows = new ArrayList<>(Math.min(size, 1_000));
    for (int i = 0; i < size; i++) {
      String problem = Encoding.readNullableText(in);
      String column = Encoding.readNullableText(in);
      Envelope row = readEnvelope(in);
      rows.add(problem == null ? row : row.withFault(new Envelope.Fault(problem, column)));
    }
    return rows;
  }

  static void writeRaw(SourceRecord raw, ByteSink out) throws IOException {
    writeCoordinates(raw.coordinates(), out);
    Encoding.writeLong(raw.coordinates().offset() - raw.coveredFrom(), out);
    Encoding.writeSigned(raw.kafkaTime(), out);
    Encoding.writeNullableBytes(raw.key(), out);
    Encoding.writeNullableBytes(raw.value(), out);
    Encoding.writeInt(raw.headers().size(), out);
    for (Header header : raw.headers()) {
      Encoding.writeText(header.name(), out);
      Encoding.writeNullableBytes(header.value(), out);
    }
    Encoding.writeSigned(raw.lateness(), out);
  }

  static SourceRecord readRaw(ByteSource in) throws IOException {
    Coordinates at = readCoordinates(in);
    long from = at.offset() - Encoding.readLong(in);
    long kafkaTime = Encoding.readSigned(in);
    byte[] key = Encoding.readNullableBytes(in);
    byte[] value = Encoding.readNullableBytes(in);
    int size = Encoding.readInt(in);
    List<Header> headers = new ArrayList<>(Math.min(size, 100));
    for (int i = 0; i < size; i++) {
      headers.add(new Header(Encoding.readText(in), Encoding.readNullableBytes(in)));
    }
    return new SourceRecord(at, from, kafkaTime, key, value, headers, Encoding.readSigned(in));
  }
}
