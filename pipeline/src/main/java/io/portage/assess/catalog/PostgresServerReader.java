package io.portage.assess.catalog;

import io.portage.assess.facts.DatabaseFacts.OpenTransaction;
import io.portage.assess.facts.DatabaseFacts.Publication;
import io.portage.assess.facts.DatabaseFacts.Slot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads the log's settings, slots, publications and open transactions of PostgreSQL. */
final class PostgresServerReader {
  private static final String SETTINGS =
      "SELECT name, setting FROM pg_catalog.pg_settings"
          + " WHERE name IN ('wal_level', 'max_slot_wal_keep_size')";

  private static final String SLOTS =
      """
      SELECT s.slot_name, s.plugin, s.active,
             CASE WHEN to_jsonb(s) ->> 'invalidation_reason' IS NOT NULL THEN 'lost'
                  ELSE to_jsonb(s) ->> 'wal_status' END,
             COALESCE(pg_catalog.pg_wal_lsn_diff(
               CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn()
                    ELSE pg_catalog.pg_current_wal_lsn() END, s.restart_lsn), 0)::bigint
      FROM pg_catalog.pg_replication_slots s
      WHERE s.slot_type = 'logical' AND s.database = current_database()
      ORDER BY s.slot_name
      """;

  private static final String PUBLICATIONS =
      """
      SELECT p.pubname, p.pubinsert, p.pubupdate, p.pubdelete, p.pubtruncate,
             COALESCE((to_jsonb(p) ->> 'pubviaroot')::boolean, false)
      FROM pg_catalog.pg_publication p ORDER BY p.pubname
      """;

  /** The list of columns, from PostgreSQL 15, has all columns if the publication names none. */
  private static final String PUBLISHED =
      """
      SELECT t.pubname, t.schemaname || '.' || t.tablename,
             to_jsonb(t) ->> 'rowfilter' IS NOT NULL
             OR COALESCE(jsonb_array_length(to_jsonb(t) -> 'attnames'), 2000) <
               (SELECT count(*) FROM pg_catalog.pg_attribute a
                JOIN pg_catalog.pg_class c ON c.oid = a.attrelid
                JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = t.schemaname AND c.relname = t.tablename AND a.attnum > 0
                  AND NOT a.attisdropped AND COALESCE(to_jsonb(a) ->> 'attgenerated', '') = '')
      FROM pg_catalog.pg_publication_tables t ORDER BY 1, 2
      """;

  private static final String TRANSACTIONS =
      """
      SELECT a.pid::text, extract(epoch FROM clock_timestamp() - a.xact_start)::bigint, false
      FROM pg_catalog.pg_stat_activity a
      WHERE a.xact_start IS NOT NULL AND a.backend_type = 'client backend'
        AND a.pid <> pg_catalog.pg_backend_pid()
      UNION ALL
      SELECT p.gid, extract(epoch FROM clock_timestamp() - p.prepared)::bigint, true
      FROM pg_catalog.pg_prepared_xacts p WHERE p.database = current_database()
      ORDER BY 1
      """;

  private final Map<String, String> settings = new TreeMap<>();
  private final List<Slot> slots = new ArrayList<>();
  private final List<Publication> publications = new ArrayList<>();
  private final List<OpenTransaction> transactions = new ArrayList<>();
  private final Set<String> hidden = new TreeSet<>();

  void read(Connection connection) throws SQLException {
    CatalogQuery.run(connection, SETTINGS, row -> settings.put(row.getString(1), row.getString(2)));
    CatalogQuery.run(connection, SLOTS, this::slot);
    publications(connection);
    CatalogQuery.run(
        connection,
        TRANSACTIONS,
        row ->
            transactions.add(
                new OpenTransaction(row.getString(1), row.getLong(2), row.getBoolean(3))));
    CatalogQuery.run(
        connection,
        "SELECT pg_has_role(current_user, 'pg_read_all_stats', 'USAGE')",
        row -> {
          if (!row.getBoolean(1)) {
            hidden.add("the transactions of other users' sessions");
          }
        });
  }

  private void slot(ResultSet row) throws SQLException {
    slots.add(
        new Slot(
            row.getString(1),
            row.getString(2),
            row.getBoolean(3),
            row.getString(4),
            row.getLong(5)));
  }

  private void publications(Connection connection) throws SQLException {
    Map<String, Set<String>> published = new HashMap<>();
    Map<String, Set<String>> filtered = new HashMap<>();
    CatalogQuery.run(
        connection,
        PUBLISHED,
        row -> {
          published
              .computeIfAbsent(row.getString(1), name -> new TreeSet<>())
              .add(row.getString(2));
          if (row.getBoolean(3)) {
            filtered
                .computeIfAbsent(row.getString(1), name -> new TreeSet<>())
                .add(row.getString(2));
          }
        });
    CatalogQuery.run(
        connection,
        PUBLICATIONS,
        row -> {
          Set<String> operations = new TreeSet<>();
          String[] names = {"insert", "update", "delete", "truncate"};
          for (int i = 0; i < names.length; i++) {
            if (row.getBoolean(i + 2)) {
              operations.add(names[i]);
            }
          }
          String name = row.getString(1);
          publications.add(
              new Publication(
                  name,
                  operations,
                  published.getOrDefault(name, Set.of()),
                  filtered.getOrDefault(name, Set.of()),
                  row.getBoolean(6)));
        });
  }

  Map<String, String> settings() {
    return settings;
  }

  List<Slot> slots() {
    return slots;
  }

  List<Publication> publications() {
    return publications;
  }

  List<OpenTransaction> transactions() {
    return transactions;
  }

  Set<String> hidden() {
    return hidden;
  }
}
