package io.portage.verify;

import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterVisitor;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.decode.Formats;
import io.portage.model.Change;
import io.portage.model.ChangeBatch;
import io.portage.model.DeadLetter;
import io.portage.model.Row;
import io.portage.model.RowKey;
import io.portage.model.encoding.ChangeBatchCoder;
import io.portage.model.event.Envelope;
import io.portage.model.event.Format;
import io.portage.model.event.Image;
import io.portage.model.event.SourceRecord;
import io.portage.target.ParkedRowTable;
import io.portage.target.ValueDoesNotFitException;
import io.portage.target.source.SourceValueInterpreter;
import io.portage.verify.report.DifferenceKind;
import io.portage.verify.report.Finding;
import io.portage.verify.report.TableReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds the dead letters and parked rows of differences. The dead letters are read once, up to the
 * end at that time, and of those only the ids for the keys of findings are kept.
 *
 * <p>Not found: dead letters of records that cannot be decoded, or whose key cannot be read.
 */
final class Explanations {
  private final VerifyContext context;
  private final Map<String, TablePair> pairsBySource = new HashMap<>();

  /** The unresolved dead letters by key, then by id, with their reason. */
  private final Map<RowKey, Map<String, String>> letters = new HashMap<>();

  private final Set<RowKey> parked = new HashSet<>();

  Explanations(VerifyContext context) {
    this.context = context;
  }

  /**
   * Returns the findings of a report with their explanations.
   *
   * @param pairs the tables that were compared
   */
  List<TableReport> explain(List<TableReport> reports, List<TablePair> pairs, Sessions sessions)
      throws SQLException {
    for (TableReport report : reports) {
      for (Finding finding : report.findings()) {
        if (finding.kind().isDifference()) {
          letters.put(RowKey.of(report.table(), finding.key()), new LinkedHashMap<>());
        }
      }
    }
    if (letters.isEmpty()) {
      return reports;
    }
    for (TablePair pair : pairs) {
      pair.from().forEach(from -> pairsBySource.put(from, pair));
      readParked(pair, sessions.targetLook());
    }
    readLetters();
    return reports.stream().map(this::explained).toList();
  }

  private TableReport explained(TableReport report) {
    List<Finding> findings = new ArrayList<>(report.findings().size());
    Map<DifferenceKind, Long> counts = new HashMap<>(report.counts());
    for (Finding finding : report.findings()) {
      Finding explained = explained(finding);
      findings.add(explained);
      if (explained.kind() != finding.kind()) {
        counts.computeIfPresent(finding.kind(), (kind, n) -> n > 1 ? n - 1 : null);
        counts.merge(explained.kind(), 1L, Long::sum);
      }
    }
    return new TableReport(
        report.table(),
        report.sources(),
        report.sourceRows(),
        report.targetRows(),
        counts,
        findings,
        report.problem());
  }

  private Finding explained(Finding finding) {
    RowKey key = RowKey.of(finding.table(), finding.key());
    Map<String, String> ofKey = letters.getOrDefault(key, Map.of());
    if (!finding.kind().isDifference()) {
      return finding;
    }
    if (!ofKey.isEmpty()) {
      Map.Entry<String, String> last = List.copyOf(ofKey.entrySet()).get(ofKey.size() - 1);
      String was = finding.kind().label() + ": ";
      return finding.explained(DifferenceKind.DEAD_LETTER, was + last.getValue(), last.getKey());
    }
    return parked.contains(key)
        ? finding.explained(DifferenceKind.PARKED, finding.kind().label(), null)
        : finding;
  }

  private void readParked(TablePair pair, Connection connection) throws SQLException {
    String name = context.config().target().parking().table();
    Optional<ParkedRowTable> published =
        context.targetDialect().describe(connection, name).isPresent()
            ? context.targetDialect().parkedRowTable(connection, name)
            : Optional.empty();
    if (published.isEmpty()) {
      return;
    }
    List<byte[]> all = published.get().all(pair.name());
    connection.rollback();
    for (byte[] encoded : all) {
      try {
        ChangeBatch batch = ChangeBatchCoder.of().decode(new ByteArrayInputStream(encoded));
        for (Change change : batch.changes()) {
          parked.add(pair.identity(change.key()));
        }
      } catch (IOException e) {
        throw new SQLException("a row of " + name + " cannot be read: " + e.getMessage(), e);
      }
    }
  }

  private void readLetters() {
    Format format = Formats.of(context.config().source());
    try {
      DeadLetterStore.of(context.config())
          .visit(
              DeadLetterVisitor.of(
                  stored -> add(stored, format),
                  (place, problem) -> {
                    // deadletters list reports it; it explains nothing
                  }));
    } catch (IOException e) {
      throw new UncheckedIOException("the dead letters cannot be read: " + e.getMessage(), e);
    }
  }

  private void add(StoredDeadLetter stored, Format format) {
    DeadLetter letter = stored.deadLetter();
    RowKey key =
        letter.change() != null ? RowKey.of(letter.changeOrThrow()) : ofRecord(letter, format);
    Map<String, String> ofKey = key == null ? null : letters.get(key);
    if (ofKey == null) {
      return;
    }
    ofKey.remove(stored.id());
    if (stored.resolution() == null) {
      ofKey.put(stored.id(), letter.cause().reason() + ": " + letter.cause().message());
    }
  }

  /** Returns the key of a record's row as Normalize reads it; null if it cannot be read. */
  private @Nullable RowKey ofRecord(DeadLetter letter, Format format) {
    SourceRecord record = letter.sourceRecord();
    if (record == null) {
      return null;
    }
    Envelope envelope =
        format.decode(record.coordinates().topic(), record.value(), record.headers());
    String table = envelope.table() == null ? record.coordinates().topic() : envelope.table();
    TablePair pair = pairsBySource.get(table);
    Image image = envelope.after() == null ? envelope.before() : envelope.after();
    if (pair == null || image == null) {
      return null;
    }
    for (SourceSide source : pair.sources()) {
      if (source.config().from().equals(table)) {
        Row key = key(source, image);
        return key == null ? null : pair.identity(key);
      }
    }
    return null;
  }

  private @Nullable Row key(SourceSide source, Image image) {
    SourceValueInterpreter values =
        SourceValueInterpreter.of(context.config().source(), image.typed());
    List<String> own = source.keysOnly().key();
    @Nullable Object[] read = new Object[own.size()];
    try {
      for (int i = 0; i < read.length; i++) {
        Object value = image.row().get(own.get(i));
        if (value == null) {
          return null;
        }
        read[i] = values.read(source.targetColumn(i), value);
      }
    } catch (ValueDoesNotFitException unreadable) {
      return null;
    }
    return source.targetKey(Row.of(source.keysOnly().columns(), read));
  }
}
