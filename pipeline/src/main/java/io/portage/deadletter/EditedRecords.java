package io.portage.deadletter;

import io.portage.model.DeadLetter;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records of dead letters that an operator gave another value.
 *
 * <p>Such a record has the value that came from the source in the header {@value #ORIGINAL}, and
 * for each edit its editor, reason and time in a further header. The headers are part of the dead
 * letter only; the source's topic is not written.
 */
public final class EditedRecords {
  /** The header with the value as the source sent it. */
  public static final String ORIGINAL = "portage.edit.original";

  /** The header with the editor, the time and the reason of one edit, in one line. */
  public static final String EDIT = "portage.edit";

  private EditedRecords() {}

  /** Returns the header with the value as the source sent it; empty if it was never edited. */
  public static Optional<Header> original(SourceRecord record) {
    return record.headers().stream().filter(header -> header.name().equals(ORIGINAL)).findFirst();
  }

  /** Returns the number of edits of a dead letter's record. */
  public static long edits(DeadLetter letter) {
    SourceRecord record = letter.sourceRecord();
    return record == null
        ? 0
        : record.headers().stream().filter(header -> header.name().equals(EDIT)).count();
  }

  /**
   * Returns the dead letters whose record was edited and that a replay has resolved: the target has
   * what the edited records say. Reads all dead letters.
   *
   * @throws IOException if the dead letters cannot be read
   */
  public static List<DeadLetter> resolved(DeadLetterStore store) throws IOException {
    DeadLetterDeduplicator<Optional<DeadLetter>> states = new DeadLetterDeduplicator<>();
    store.visit(
        DeadLetterVisitor.ofReadable(
            stored ->
                states.add(
                    stored,
                    Optional.of(stored)
                        .filter(EditedRecords::isReplayed)
                        .map(StoredDeadLetter::deadLetter)
                        .filter(letter -> edits(letter) > 0))));
    List<DeadLetter> edited = new ArrayList<>();
    states.latest().forEach(state -> state.value().ifPresent(edited::add));
    return edited;
  }

  private static boolean isReplayed(StoredDeadLetter stored) {
    Resolution resolution = stored.resolution();
    return resolution != null && resolution.kind() != Resolution.ResolutionKind.ACCEPTED;
  }
}
