package io.portage.verify.log;

import io.portage.model.RowKey;
import io.portage.verify.log.EntryFile.EntryReader;
import io.portage.verify.log.EntryFile.EntryWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.function.ToLongFunction;

/**
 * Entries of any number of keys in bounded memory: they are merged by key in a buffer, which is
 * written to a file in the order of the keys' hashes when it is full; the files are merged at the
 * end, and whenever there are many. The files contain values of rows, and are removed when this is
 * closed. Not thread-safe.
 */
final class SortedEntries implements AutoCloseable {
  private static final int MOST_FILES = 32;

  private final Path folder;
  private final long bufferBytes;
  private final ToLongFunction<RowKey> hash;
  private final Map<RowKey, LogEntry> buffer = new HashMap<>();
  private final List<EntryFile> files = new ArrayList<>();
  private long bytes;
  private int created;

  private SortedEntries(Path folder, long bufferBytes, ToLongFunction<RowKey> hash) {
    this.hash = hash;
    this.folder = folder;
    this.bufferBytes = bufferBytes;
  }

  /**
   * Creates a folder that only this user can read, in the folder for temporary files.
   *
   * @param bufferBytes the approximate size of the entries in memory
   */
  static SortedEntries create(long bufferBytes) throws IOException {
    return create(bufferBytes, RowKey::stableHash);
  }

  /** As {@link #create(long)}, in the order of another hash. */
  static SortedEntries create(long bufferBytes, ToLongFunction<RowKey> hash) throws IOException {
    return new SortedEntries(Files.createTempDirectory("portage-verify"), bufferBytes, hash);
  }

  /** Receives each key once. */
  @FunctionalInterface
  interface EntryVisitor {
    void visit(LogEntry entry) throws IOException, SQLException, InterruptedException;
  }

  void add(LogEntry entry) throws IOException {
    RowKey key = entry.identity();
    LogEntry known = buffer.get(key);
    LogEntry merged = known == null ? entry : known.plus(entry);
    buffer.put(key, merged);
    bytes += merged.bytes() - (known == null ? 0 : known.bytes());
    if (bytes >= bufferBytes) {
      flush();
    }
  }

  /** Visits all keys in the order of their hashes. Nothing can be added afterwards. */
  void visit(EntryVisitor visitor) throws IOException, SQLException, InterruptedException {
    flush();
    merge(files, visitor);
  }

  private void flush() throws IOException {
    if (buffer.isEmpty()) {
      return;
    }
    List<LogEntry> sorted = new ArrayList<>(buffer.values());
    buffer.clear();
    bytes = 0;
    sorted.sort(Comparator.comparingLong(entry -> hash.applyAsLong(entry.identity())));
    EntryFile file = nextFile();
    try (EntryWriter writer = file.write()) {
      for (LogEntry entry : sorted) {
        writer.write(entry);
      }
    }
    files.add(file);
    if (files.size() >= MOST_FILES) {
      compact();
    }
  }

  private EntryFile nextFile() {
    return new EntryFile(folder.resolve("entries-" + ++created));
  }

  private void compact() throws IOException {
    EntryFile all = nextFile();
    try (EntryWriter writer = all.write()) {
      merge(files, writer::write);
    } catch (SQLException | InterruptedException impossible) {
      throw new IllegalStateException("writing a file uses no database", impossible);
    }
    for (EntryFile file : files) {
      Files.delete(file.path());
    }
    files.clear();
    files.add(all);
  }

  /** The next entry of a file. */
  private record Head(LogEntry entry, long hash, EntryReader reader) {}

  private void merge(List<EntryFile> files, EntryVisitor visitor)
      throws IOException, SQLException, InterruptedException {
    PriorityQueue<Head> heads = new PriorityQueue<>(Comparator.comparingLong(Head::hash));
    List<EntryReader> readers = new ArrayList<>();
    try {
      for (EntryFile file : files) {
        EntryReader reader = file.read();
        readers.add(reader);
        advance(reader, heads);
      }
      Map<RowKey, LogEntry> ofHash = new LinkedHashMap<>();
      Head head = heads.poll();
      while (head != null) {
        ofHash.merge(head.entry().identity(), head.entry(), LogEntry::plus);
        advance(head.reader(), heads);
        Head next = heads.poll();
        if (next == null || next.hash() != head.hash()) {
          for (LogEntry entry : ofHash.values()) {
            visitor.visit(entry);
          }
          ofHash.clear();
        }
        head = next;
      }
    } finally {
      for (EntryReader reader : readers) {
        reader.close();
      }
    }
  }

  private void advance(EntryReader reader, PriorityQueue<Head> heads) throws IOException {
    LogEntry next = reader.next();
    if (next != null) {
      heads.add(new Head(next, hash.applyAsLong(next.identity()), reader));
    }
  }

  @Override
  public void close() throws IOException {
    buffer.clear();
    for (int i = 1; i <= created; i++) {
      Files.deleteIfExists(folder.resolve("entries-" + i));
    }
    Files.delete(folder);
  }
}
