package io.portage.assess.rules;

import io.portage.assess.Finding;
import io.portage.assess.FindingKind;
import io.portage.assess.Fix;
import io.portage.assess.Fix.Place;
import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.DatabaseFacts.OpenTransaction;
import io.portage.assess.facts.DatabaseFacts.Slot;
import io.portage.assess.facts.Facts;
import java.util.function.Consumer;

/** Finds obstacles in the source's server: its log, its slots and its open transactions. */
final class SourceServerRules {
  private SourceServerRules() {}

  static void find(Facts facts, Consumer<Finding> output) {
    DatabaseFacts source = facts.source();
    if (source == null) {
      return;
    }
    for (OpenTransaction open : source.transactions()) {
      transaction(source, open, facts.longTransaction().toSeconds(), output);
    }
    if (source.isPostgres()) {
      log(source, output);
      source.slots().forEach(slot -> slot(slot, output));
    }
  }

  private static void log(DatabaseFacts source, Consumer<Finding> output) {
    String level = source.setting("wal_level");
    if (!level.equals("logical")) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_WAL_LEVEL,
              "wal_level",
              "wal_level is " + level,
              new Fix(Place.SERVER, "ALTER SYSTEM SET wal_level = 'logical'; -- then restart")));
    }
    String limit = source.setting("max_slot_wal_keep_size");
    if (limit.equals("-1")) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_SLOT_UNLIMITED,
              "max_slot_wal_keep_size",
              "max_slot_wal_keep_size is -1",
              new Fix(
                  Place.SERVER,
                  "-- watch pg_replication_slots; a limit drops a slot that falls behind")));
    } else if (!limit.isEmpty()) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_SLOT_LIMIT,
              "max_slot_wal_keep_size",
              "max_slot_wal_keep_size is " + limit + " MB",
              new Fix(
                  Place.SERVER,
                  "ALTER SYSTEM SET max_slot_wal_keep_size = -1; SELECT pg_reload_conf();")));
    }
    if (source.slots().isEmpty() && level.equals("logical")) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_SLOT_NONE,
              "slots",
              "the database has no logical slot",
              new Fix(
                  Place.SOURCE,
                  "SELECT pg_create_logical_replication_slot('SLOT', 'pgoutput');"
                      + " -- after CREATE PUBLICATION")));
    }
  }

  private static void slot(Slot slot, Consumer<Finding> output) {
    String state = "slot " + slot.name() + " of " + slot.plugin();
    if ("lost".equals(slot.walStatus())) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_SLOT_LOST,
              slot.name(),
              state + " has wal_status lost",
              new Fix(
                  Place.SOURCE,
                  "SELECT pg_drop_replication_slot('"
                      + slot.name().replace("'", "''")
                      + "'); -- then start the connector with a new snapshot, and set an epoch"
                      + " or tables[].backfill: heal in the job")));
    } else if (!slot.active()) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_SLOT_INACTIVE,
              slot.name(),
              state
                  + " is inactive, wal_status "
                  + slot.walStatus()
                  + ", and keeps "
                  + Sizes.text(slot.retainedBytes())
                  + " of log",
              new Fix(
                  Place.SOURCE,
                  "-- start the connector with slot.name="
                      + slot.name()
                      + ", or: SELECT pg_drop_replication_slot('"
                      + slot.name().replace("'", "''")
                      + "');")));
    }
  }

  private static void transaction(
      DatabaseFacts source, OpenTransaction open, long limit, Consumer<Finding> output) {
    if (open.prepared()) {
      String name = "'" + open.session().replace("'", "''") + "'";
      output.accept(
          new Finding(
              FindingKind.SOURCE_TRANSACTION_PREPARED,
              "transaction " + open.session(),
              "prepared, open for " + Sizes.duration(open.seconds()),
              new Fix(
                  Place.SOURCE,
                  source.isPostgres()
                      ? "COMMIT PREPARED " + name + "; -- or ROLLBACK PREPARED"
                      : "XA COMMIT " + name + "; -- or XA ROLLBACK")));
    } else if (open.seconds() >= limit) {
      output.accept(
          new Finding(
              FindingKind.SOURCE_TRANSACTION_LONG,
              "session " + open.session(),
              "open for " + Sizes.duration(open.seconds()),
              new Fix(
                  Place.SOURCE,
                  source.isPostgres()
                      ? "SELECT pg_terminate_backend(" + open.session() + ");"
                      : "KILL " + open.session() + ";")));
    }
  }
}
