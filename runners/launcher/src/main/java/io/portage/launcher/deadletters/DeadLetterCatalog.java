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

/** A job's letters, with complaints for people about what cannot be read. */
final class DeadLetterCatalog {
  private static final int COMPLAINTS = 5;

  private final DeadLetterStore store;
  private final PrintWriter err;

  DeadLetterCatalog(PortageConfig config, PrintWriter err) {
    this.store = DeadLetterStore.of(config);
    this.err = err;
  }

  /** The heads of all letters, one for each id. */
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
        .forEach(complaint -> err.println("portage: no dead letter: " + complaint));
    if (complaints.size() > COMPLAINTS) {
      err.println("portage: ... and " + (complaints.size() - COMPLAINTS) + " more");
    }
    err.flush();
    return heads;
  }

  /** The letter of this id. */
  StoredDeadLetter letter(String id) {
    try {
      return store.find(List.of(id)).stream()
          .findFirst()
          .orElseThrow(() -> new CommandException(ExitCode.USAGE, "no letter has the id " + id));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private static CommandException unreadable(IOException e) {
    return new CommandException(
        ExitCode.FAILED, "the dead letters cannot be read: " + e.getMessage(), e);
  }
}
