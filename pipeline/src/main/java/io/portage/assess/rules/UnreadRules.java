package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.Facts;
import java.util.function.Consumer;

/** Reports what could not be read. */
final class UnreadRules {
  private UnreadRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    facts.unread().forEach((part, reason) -> output.accept(of(part, reason)));
    DatabaseFacts source = facts.source();
    if (source != null) {
      for (String hidden : source.hidden()) {
        Fix fix =
            new Fix(
                Place.SOURCE,
                source.isPostgres()
                    ? "GRANT pg_read_all_stats TO " + source.quoted(source.user()) + ";"
                    : "GRANT PROCESS ON *.* TO " + source.user() + ";");
        output.accept(new Finding(FindingKind.SOURCE_NOT_VISIBLE, "source", hidden, fix));
      }
    }
  }

  private static Finding of(Facts.Part part, String reason) {
    return switch (part) {
      case SOURCE_SETTING ->
          new Finding(
              FindingKind.SOURCE_NOT_CONFIGURED,
              "source.jdbc",
              reason,
              new Fix(
                  Place.JOB,
                  "source:\n  jdbc: {url: \"jdbc:postgresql://HOST/DATABASE\", user: USER,"
                      + " password: {env: PORTAGE_SOURCE_PASSWORD}}"));
      case SOURCE ->
          new Finding(
              FindingKind.SOURCE_NOT_READ,
              "source.jdbc",
              reason,
              new Fix(Place.JOB, "see source.jdbc: its URL, its user, its password"));
      case TOPICS ->
          new Finding(
              FindingKind.TOPICS_NOT_READ,
              "source.kafka",
              reason,
              new Fix(
                  Place.TOPIC,
                  "kafka-acls.sh --add --allow-principal User:NAME --operation Describe"
                      + " --operation DescribeConfigs --topic TOPIC"));
      case MESSAGES ->
          new Finding(
              FindingKind.MESSAGES_NOT_READ,
              "source.kafka",
              reason,
              new Fix(Place.JOB, "portage check --config=FILE names what is missing"));
      case TARGET ->
          new Finding(
              FindingKind.TARGET_NOT_READ,
              "target",
              reason,
              new Fix(Place.JOB, "see target.jdbc: its URL, its user, its password"));
    };
  }
}
