package io.portage.launcher.console;

import com.fasterxml.jackson.databind.JsonNode;
import io.portage.deadletter.DeadLetterSummary;
import io.portage.deadletter.StoredDeadLetter;
import io.portage.launcher.CommandException;
import io.portage.launcher.Engine;
import io.portage.launcher.ExitCode;
import io.portage.launcher.console.Operations.Operation;
import io.portage.launcher.console.Operations.OperationResult;
import io.portage.launcher.deadletters.DeadLetterFilter;
import io.portage.launcher.deadletters.LetterEdits;
import io.portage.launcher.deadletters.LetterTables;
import io.portage.launcher.deadletters.ReplayPlan;
import io.portage.launcher.deadletters.ReplayPlan.ReplayOutcome;
import io.portage.launcher.inspect.JobInspection;
import io.portage.launcher.inspect.ReplayPreview.PreviewLine;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The actions of operators on dead letters. Each one is in the audit log before it begins. */
final class LetterActions {
  private static final int MOST_IDS = 1_000;
  private static final int MOST_TEXT = 1_000;

  private final Engine engine;
  private final List<String> beamOptions;
  private final Operations operations;
  private final AuditLog audit;
  private final boolean values;
  private final Clock clock;

  LetterActions(
      Engine engine,
      List<String> beamOptions,
      Operations operations,
      AuditLog audit,
      boolean values,
      Clock clock) {
    this.engine = engine;
    this.beamOptions = beamOptions;
    this.operations = operations;
    this.audit = audit;
    this.values = values;
    this.clock = clock;
  }

  /**
   * The resolution of dead letters without a replay.
   *
   * @param accepted their number
   */
  record Accepted(int accepted) {}

  /** Replays dead letters: {@code ids}, {@code by}, {@code reason}. */
  Operation replay(JobInspection job, JsonNode body, String client) throws IOException, Refusal {
    List<String> ids = ids(body);
    WhoAndWhy who = WhoAndWhy.of(body);
    plan(job, ids);
    audit(job, "replay", ids, who, client);
    return operations.start(job.config().name(), () -> run(job, plan(job, ids), who));
  }

  /**
   * Gives one dead letter another value and replays it: {@code id}, {@code value}, as above. It is
   * edited when the replays before it have ended, so that it is not resolved by one of them.
   */
  Operation edit(JobInspection job, JsonNode body, String client) throws IOException, Refusal {
    WhoAndWhy who = WhoAndWhy.of(body);
    Edit edit = edit(job, body);
    edited(job, edit, who);
    String id = edit.letter().id();
    plan(job, List.of(id));
    audit(job, "edit", List.of(id), who, client);
    return operations.start(
        job.config().name(),
        () -> {
          StoredDeadLetter now = stored(job, List.of(id)).get(0);
          new LetterEdits(job.config(), clock).edit(now, edit.value(), who.by(), who.reason());
          return run(job, plan(job, List.of(id)), who);
        });
  }

  /**
   * Returns what a replay of one dead letter with another value would do now: {@code id}, {@code
   * value}. Writes nothing.
   */
  List<PreviewLine> previewOfEdit(JobInspection job, JsonNode body) throws IOException, Refusal {
    StoredDeadLetter edited = edited(job, edit(job, body), new WhoAndWhy("preview", "preview"));
    return job.preview().ofLetters(List.of(edited.deadLetter()));
  }

  /** A dead letter and another value for its record. */
  private record Edit(StoredDeadLetter letter, String value) {}

  private Edit edit(JobInspection job, JsonNode body) throws IOException, Refusal {
    if (!values) {
      throw new Refusal(403, "an edit needs the value to be seen: start with --show-values");
    }
    String id = text(body, "id");
    JsonNode value = body.get("value");
    if (value == null || !value.isTextual()) {
      throw new Refusal(400, "value must be a text");
    }
    return new Edit(stored(job, List.of(id)).get(0), value.textValue());
  }

  private StoredDeadLetter edited(JobInspection job, Edit edit, WhoAndWhy who) throws Refusal {
    try {
      return new LetterEdits(job.config(), clock)
          .edited(edit.letter(), edit.value(), who.by(), who.reason());
    } catch (IllegalArgumentException e) {
      throw new Refusal(409, String.valueOf(e.getMessage()));
    }
  }

  /** Resolves dead letters without a replay: {@code ids}, {@code by}, {@code reason}. */
  Accepted accept(JobInspection job, JsonNode body, String client) throws IOException, Refusal {
    List<String> ids = ids(body);
    WhoAndWhy who = WhoAndWhy.of(body);
    List<StoredDeadLetter> letters = stored(job, ids);
    try {
      LetterEdits.requireUnresolved(letters);
    } catch (IllegalArgumentException e) {
      throw new Refusal(409, String.valueOf(e.getMessage()));
    }
    audit(job, "accept", ids, who, client);
    new LetterEdits(job.config(), clock).accept(letters, who.by(), who.reason());
    return new Accepted(letters.size());
  }

  /**
   * Plans a replay, for a check before it is accepted, and again when those before it have ended.
   *
   * @throws Refusal if a dead letter does not exist, or none may be replayed
   */
  private static ReplayPlan plan(JobInspection job, List<String> ids) throws IOException, Refusal {
    List<DeadLetterSummary> all = job.deadLetters().summaries();
    DeadLetterFilter selection = DeadLetterFilter.ofIds(ids);
    List<String> unknown = selection.unknown(all);
    if (!unknown.isEmpty()) {
      throw new Refusal(404, "no dead letter has the id " + unknown.get(0));
    }
    ReplayPlan plan =
        ReplayPlan.of(
            all, new LetterTables(job.config()), selection, ReplayPlan.MAX_ATTEMPTS, MOST_IDS);
    if (plan.picked().isEmpty()) {
      throw new Refusal(
          409,
          "each was tried "
              + ReplayPlan.MAX_ATTEMPTS
              + " times already; deadletters replay"
              + " --max-attempts replays it once more");
    }
    return plan;
  }

  private OperationResult run(JobInspection job, ReplayPlan plan, WhoAndWhy who) {
    ReplayOutcome outcome =
        ReplayPlan.run(
            engine,
            job.config(),
            plan.picked(),
            ReplayPlan.note(who.by(), who.reason()),
            () -> summaries(job),
            beamOptions);
    outcome.requireComplete();
    return new OperationResult(
        outcome.ledger().line()
            + (plan.refused().isEmpty()
                ? ""
                : "; " + plan.refused().size() + " refused after too many attempts"),
        outcome.report().letters());
  }

  private static List<DeadLetterSummary> summaries(JobInspection job) {
    try {
      return job.deadLetters().summaries();
    } catch (IOException e) {
      throw new CommandException(
          ExitCode.FAILED, "the dead letters cannot be read: " + e.getMessage(), e);
    }
  }

  private static List<StoredDeadLetter> stored(JobInspection job, List<String> ids)
      throws IOException, Refusal {
    List<StoredDeadLetter> letters = job.deadLetters().stored(ids);
    if (letters.size() != ids.size()) {
      throw new Refusal(404, "no dead letter has one of these ids");
    }
    return letters;
  }

  private void audit(
      JobInspection job, String action, List<String> ids, WhoAndWhy who, String client) {
    audit.line(action, job.config().name(), ids, who.by(), who.reason(), client);
  }

  /** Who does something, and why. */
  private record WhoAndWhy(String by, String reason) {
    static WhoAndWhy of(JsonNode body) throws Refusal {
      return new WhoAndWhy(text(body, "by"), text(body, "reason"));
    }
  }

  private static List<String> ids(JsonNode body) throws Refusal {
    JsonNode given = body.get("ids");
    if (given == null || !given.isArray() || given.isEmpty() || given.size() > MOST_IDS) {
      throw new Refusal(400, "ids must be a list of 1 to " + MOST_IDS + " ids");
    }
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode id : given) {
      if (!id.isTextual()) {
        throw new Refusal(400, "an id is a text");
      }
      ids.add(id.textValue());
    }
    return new ArrayList<>(ids);
  }

  private static String text(JsonNode body, String name) throws Refusal {
    JsonNode value = body.get(name);
    if (value == null || !value.isTextual() || value.textValue().isBlank()) {
      boolean isOfWho = name.equals("by") || name.equals("reason");
      throw new Refusal(
          400, name + " is missing" + (isOfWho ? ": an action needs who and why" : ""));
    }
    if (value.textValue().length() > MOST_TEXT) {
      throw new Refusal(400, name + " has more than " + MOST_TEXT + " characters");
    }
    return value.textValue().strip();
  }
}
