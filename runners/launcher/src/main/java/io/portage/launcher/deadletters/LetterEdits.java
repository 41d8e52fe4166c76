package io.portage.launcher.deadletters;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.EditedRecords;
import io.portage.deadletter.Resolution;
import io.portage.deadletter.Resolution.ResolutionKind;
import io.portage.deadletter.ResolutionWriter;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.kafka.BrokerReachability;
import io.portage.model.DeadLetter;
import io.portage.model.event.Header;
import io.portage.model.event.SourceRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;

/**
 * Appends what an operator decides about a dead letter under its id: that it needs no replay, or
 * another value for its record ({@link EditedRecords}). Nothing is removed.
 */
public final class LetterEdits {
  private final PortageConfig config;
  private final Clock clock;

  /** Edits the dead letters of a job. */
  public LetterEdits(PortageConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
  }

  /**
   * Resolves dead letters without a replay.
   *
   * @param by who decides it
   * @param reason why
   * @throws IllegalArgumentException if one is resolved already; then none is written
   * @throws IOException if a resolution cannot be written
   */
  public void accept(List<StoredDeadLetter> letters, String by, String reason) throws IOException {
    requireUnresolved(letters);
    List<StoredDeadLetter> accepted = new ArrayList<>();
    for (StoredDeadLetter letter : letters) {
      String message = "accepted by " + by + ": " + reason;
      accepted.add(
          new StoredDeadLetter(
              letter.deadLetter(),
              new Resolution(ResolutionKind.ACCEPTED, after(letter), message)));
    }
    append(accepted);
  }

  /**
   * Checks that dead letters can be accepted.
   *
   * @throws IllegalArgumentException if one is resolved already
   */
  public static void requireUnresolved(List<StoredDeadLetter> letters) {
    for (StoredDeadLetter letter : letters) {
      if (letter.resolution() != null) {
        throw new IllegalArgumentException(letter.id() + " is resolved already");
      }
    }
  }

  /**
   * Writes {@link #edited} to the dead letters.
   *
   * @throws IllegalArgumentException if the dead letter holds a change and no record
   * @throws IOException if it cannot be written
   */
  public void edit(StoredDeadLetter letter, String value, String by, String reason)
      throws IOException {
    append(List.of(edited(letter, value, by, reason)));
  }

  /**
   * Returns a dead letter, unresolved, with another value of its record. Writes nothing.
   *
   * @param value the value, UTF-8
   * @param by who decides it
   * @param reason why
   * @throws IllegalArgumentException if the dead letter holds a change and no record, or if the
   *     record's value is no text, which nobody can have seen whole
   */
  public StoredDeadLetter edited(StoredDeadLetter letter, String value, String by, String reason) {
    DeadLetter old = letter.deadLetter();
    SourceRecord raw = old.sourceRecord();
    if (raw == null) {
      throw new IllegalArgumentException(
          "the dead letter "
              + old.id()
              + " holds a merged change, not a record: correct the row at its source, or the"
              + " target");
    }
    if (!BytesText.isText(raw.value())) {
      throw new IllegalArgumentException(
          "the value of " + old.id() + " is not text: only a text can be edited");
    }
    List<Header> headers = new ArrayList<>(raw.headers());
    if (EditedRecords.original(raw).isEmpty()) {
      headers.add(new Header(EditedRecords.ORIGINAL, raw.value()));
    }
    String edit = "by " + by + " at " + clock.instant() + ": " + reason;
    headers.add(new Header(EditedRecords.EDIT, edit.getBytes(StandardCharsets.UTF_8)));
    SourceRecord edited =
        new SourceRecord(
            raw.coordinates(),
            raw.coveredFrom(),
            raw.kafkaTime(),
            raw.key(),
            value.getBytes(StandardCharsets.UTF_8),
            headers,
            raw.lateness());
    return new StoredDeadLetter(
        new DeadLetter(
            old.stage(), old.cause(), old.attempts(), after(letter), edited, null, old.part()),
        null);
  }

  /** Returns now, or the first moment at which the entry replaces {@code letter}. */
  private long after(StoredDeadLetter letter) {
    return Math.max(clock.millis(), letter.time() + 1);
  }

  private void append(List<StoredDeadLetter> entries) throws IOException {
    BrokerReachability.requireReachable(config.source().bootstrapServers());
    try (ResolutionWriter writer = DeadLetterStore.of(config).open()) {
      for (StoredDeadLetter entry : entries) {
        writer.add(entry);
      }
      writer.sync();
    }
  }
}
