package io.portage.launcher.deadletters;

import io.portage.config.PortageConfig;
import io.portage.deadletter.DeadLetterStore;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.CommandException;
import io.portage.launcher.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Reads a job's dead letters and reports unreadable ones to the user. */
final class DeadLetterCatalog {
  private static final int COMPLAINTS = 5;

  private final DeadLetterStore store;
  private final PrintWriter err;

  DeadLetterCatalog(PortageConfig config, PrintWriter err) {
    this.store = DeadLetterStore.of(config);
    this.err = err;
  }

  /** Returns the summaries of all dead letters, one per id. */
  List<DeadLetterSummary> summaries() {
    List<String> complaints = new ArrayList<>();
    List<DeadLetterSummary> heads;
    try {
      heads = store.summaries((place, problem) -> complaints.add(place + ": " + problem));
    } catch (IOException e) {
      throw unreadable(e);
    }
    complaints.stream()
        .limit(COMPLAINTS)
        .forEach(complaint -> err.println("portage: not a dead letter: " + complaint));
    if (complaints.size() > COMPLAINTS) {
      err.println("portage: ... and " + (complaints.size() - COMPLAINTS) + " more");
    }
    err.flush();
    return heads;
  }

  /** Returns the dead letter with this id. */
  StoredDeadLetter deadLetter(String id) {
    try {
      return store.find(List.of(id)).stream().findFirst().orElseThrow(() -> unknown(id));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Returns the dead letters with these ids. */
  List<StoredDeadLetter> deadLetters(List<String> ids) {
    try {
      return store.find(ids);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  static CommandException unknown(String id) {
    return new CommandException(ExitCode.USAGE, "no dead letter has the id " + id);
  }

  static CommandException unreadable(IOException e) {
    return new CommandException(
        ExitCode.FAILED, "the dead letters cannot be read: " + e.getMessage(), e);
  }
}
