package io.portage.assess;

import io.portage.assess.facts.DatabaseFacts;
import io.portage.assess.facts.DatabaseFacts.OpenTransaction;
import io.portage.assess.facts.DatabaseFacts.Product;
import io.portage.assess.facts.DatabaseFacts.Publication;
import io.portage.assess.facts.DatabaseFacts.Slot;
import io.portage.assess.facts.Facts;
import io.portage.assess.facts.JobFacts;
import io.portage.assess.facts.JobFacts.JobTable;
import io.portage.assess.facts.MessageFacts;
import io.portage.assess.facts.TableFacts;
import io.portage.assess.facts.TableFacts.Column;
import io.portage.assess.facts.TableFacts.Generation;
import io.portage.assess.facts.TableFacts.Identity;
import io.portage.assess.facts.TableFacts.Reference;
import io.portage.assess.facts.TableFacts.RowSecurity;
import io.portage.assess.facts.TableFacts.TableKind;
import io.portage.assess.facts.TableFacts.UniqueKey;
import io.portage.assess.facts.TableFactsBuilder;
import io.portage.assess.facts.TopicFacts;
import io.portage.assess.facts.TrialFacts;
import io.portage.model.schema.SourceType;
import io.portage.model.schema.SourceType.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Facts with and without obstacles. */
final class AssessFixtures {
  private static final Set<String> ALL = Set.of("insert", "update", "delete", "truncate");

  private AssessFixtures() {}

  private static JobTable job(String table, @Nullable String deleted, String... key) {
    return new JobTable(
        "shop." + table,
        "shop." + table,
        table,
        List.of(key),
        List.of(key),
        null,
        "portage_version",
        deleted,
        false,
        true);
  }

  private static TableFactsBuilder source(String table) {
    return new TableFactsBuilder("shop", table).identity(Identity.FULL);
  }

  private static TableFactsBuilder target(String table) {
    return new TableFactsBuilder("public", table);
  }

  private static Column required(String name) {
    return new Column(name, "bigint", false, false, Generation.NONE, false, null);
  }

  private static Column generated(String name, Generation generation) {
    return new Column(name, "bigint", true, true, generation, false, null);
  }

  private static Column loose(String name) {
    return new Column(
        name,
        "text",
        false,
        false,
        Generation.NONE,
        false,
        "the collation ci is not deterministic");
  }

  private static TableFacts good(TableFactsBuilder table, boolean version) {
    table.column(required("id")).primaryKey(List.of("id"), false);
    if (version) {
      table.column(Column.of("portage_version", "numeric"));
    }
    return table.build();
  }

  private static Facts facts(
      JobFacts job,
      @Nullable DatabaseFacts source,
      List<TopicFacts> topics,
      List<MessageFacts> messages,
      List<TrialFacts> trials,
      @Nullable DatabaseFacts target,
      Map<Facts.Part, String> unread) {
    return new Facts(
        job, source, topics, messages, trials, target, Map.of(), Duration.ofMinutes(10), unread);
  }

  private static MessageFacts seen(String table, int records, String... columns) {
    return new MessageFacts(
        "shop." + table,
        Set.of("t"),
        records,
        records,
        0,
        1,
        0,
        0,
        1,
        1,
        0,
        List.of("id"),
        Set.of(columns),
        Set.of(),
        Map.of());
  }

  private static TopicFacts topic(String name, long retentionMillis) {
    return new TopicFacts(name, true, 1, false, true, retentionMillis, -1, 10, 0, 0);
  }

  /** A job without an obstacle. */
  static Facts clean() {
    Publication publication = new Publication("p", ALL, Set.of("shop.orders"), Set.of(), true);
    return facts(
        new JobFacts("clean", "debezium-json", List.of(job("orders", null, "id")), false),
        new DatabaseFacts(
            Product.POSTGRESQL,
            "18.0",
            "reader",
            "public",
            Map.of("wal_level", "logical"),
            List.of(good(source("orders"), false)),
            List.of(new Slot("s", "pgoutput", true, "reserved", 10)),
            List.of(publication),
            List.of(new OpenTransaction("7", 599, false)),
            Set.of()),
        List.of(topic("t", -1)),
        List.of(seen("orders", 5, "id")),
        List.of(new TrialFacts("t", 5, 4, List.of(), List.of(), 1)),
        new DatabaseFacts(
            Product.POSTGRESQL,
            "18.0",
            "app",
            "public",
            Map.of(),
            List.of(good(target("orders"), true)),
            List.of(),
            List.of(),
            List.of(),
            Set.of()),
        Map.of());
  }

  /** PostgreSQL with every obstacle that it can have beside a slot. */
  static Facts postgres() {
    List<JobTable> tables =
        List.of(
            job("a", "gone", "id"),
            job("nokey", null, "id"),
            job("view", null, "id"),
            job("unlogged", null, "id"),
            job("other", null, "code"),
            job("absent", null, "id"),
            job("unknown", null, "id"));
    Map<String, SourceType> types =
        Map.of("price", SourceType.of(Kind.FLOAT, 64), "at", SourceType.of(Kind.TIMESTAMP, 3));
    MessageFacts a =
        new MessageFacts(
            "shop.a",
            Set.of("small", "t"),
            9,
            0,
            2,
            1,
            3,
            2,
            0,
            4,
            5,
            List.of("code"),
            Set.of("id", "body", "price", "<late>"),
            Set.of("body"),
            types);
    return facts(
        new JobFacts("obstacles", "debezium-json", tables, false),
        postgresSource(),
        List.of(
            TopicFacts.missing("missing"),
            new TopicFacts("t", true, 3, true, true, 600_000, 1_000, 10, 7, 5),
            new TopicFacts("small", true, 1, false, true, 86_400_000L * 7, -1, 10, 0, 0),
            new TopicFacts("compact", true, 1, true, false, -1, -1, 10, 0, 0)),
        List.of(a, seen("new", 1, "id"), seen("unknown", 1, "id")),
        List.of(
            new TrialFacts(
                "t",
                9,
                0,
                List.of(
                    new TrialFacts.Failure(
                        "Normalize", "DOES_NOT_FIT", "shop.a", "price", 3, "not <b>a number</b>")),
                List.of(new TrialFacts.Need("a", "at", "set source.debezium.time")),
                0)),
        postgresTarget(),
        Map.of(Facts.Part.TOPICS, "no permission"));
  }

  private static DatabaseFacts postgresSource() {
    TableFacts a =
        new TableFactsBuilder("shop", "a")
            .identity(Identity.DEFAULT)
            .primaryKey(List.of("id"), true)
            .column(loose("id"))
            .column(new Column("body", "text", true, false, Generation.NONE, true, null))
            .column(Column.of("price", "numeric(9,2)"))
            .column(Column.of("at", "timestamp without time zone"))
            .column(Column.of("Mixed", "text"))
            .column(generated("sum", Generation.COMPUTED))
            .uniqueKey(new UniqueKey("a_price", List.of("price"), false))
            .rowSecurity(RowSecurity.FORCED)
            .size(1_000, 90_000_000, 8_192)
            .build();
    TableFacts nokey = source("nokey").column(required("id")).identity(Identity.NOTHING).build();
    TableFacts other =
        source("other")
            .identity(Identity.INDEX)
            .primaryKey(List.of("id"), false)
            .column(required("id"))
            .column(required("code"))
            .rowSecurity(RowSecurity.ACTIVE)
            .privileges(Set.of())
            .kind(TableKind.PARTITIONED, true)
            .build();
    return new DatabaseFacts(
        Product.POSTGRESQL,
        "18.0",
        "reader",
        "public",
        Map.of("wal_level", "replica", "max_slot_wal_keep_size", "1024"),
        List.of(
            a,
            nokey,
            source("view").kind(TableKind.VIEW, true).identity(null).build(),
            good(source("unlogged").kind(TableKind.TABLE, false), false),
            other,
            good(source("A"), false),
            good(source("forgotten"), false)),
        List.of(
            new Slot("lost", "pgoutput", false, "lost", 0),
            new Slot("idle", "pgoutput", false, "extended", 123_456_789)),
        List.of(
            new Publication("p", Set.of("insert"), Set.of("shop.a"), Set.of("shop.a"), false),
            new Publication(
                "q", Set.of("insert", "update", "delete"), Set.of("shop.other"), Set.of(), false)),
        List.of(
            new OpenTransaction("42", 700, false), new OpenTransaction("two'phase", 90_000, true)),
        Set.of("the transactions of other users' sessions"));
  }

  private static DatabaseFacts postgresTarget() {
    TableFacts a =
        target("a")
            .primaryKey(List.of("id", "mixed"), false)
            .column(loose("id"))
            .column(Column.of("mixed", "text"))
            .column(required("body"))
            .column(generated("price", Generation.COMPUTED))
            .column(generated("at", Generation.SEQUENCE_ALWAYS))
            .uniqueKey(new UniqueKey("a_u", List.of(), false))
            .foreignKey(new Reference("a_fk", "public.parent", false))
            .trigger("stamp")
            .rowSecurity(RowSecurity.ACTIVE)
            .privileges(Set.of("SELECT", "INSERT", "UPDATE"))
            .build();
    TableFacts other =
        target("other")
            .primaryKey(List.of("code"), false)
            .column(loose("code"))
            .column(Column.of("id", "bigint"))
            .build();
    return new DatabaseFacts(
        Product.POSTGRESQL,
        "18.0",
        "app",
        "public",
        Map.of(),
        List.of(
            a,
            other,
            target("nokey").column(required("id")).build(),
            target("view").kind(TableKind.VIEW, true).build(),
            good(target("unlogged").kind(TableKind.TABLE, false), true)),
        List.of(),
        List.of(),
        List.of(),
        Set.of());
  }

  /** PostgreSQL before its connector exists. */
  static Facts withoutSlot() {
    return facts(
        new JobFacts("new", "debezium-json", List.of(), false),
        new DatabaseFacts(
            Product.POSTGRESQL,
            "18.0",
            "reader",
            "public",
            Map.of("wal_level", "logical", "max_slot_wal_keep_size", "-1"),
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            Set.of()),
        List.of(),
        List.of(),
        List.of(),
        null,
        Map.of(Facts.Part.TARGET, "down", Facts.Part.MESSAGES, "down"));
  }

  /** MariaDB with these settings of its binlog, and tables that cascade and are not InnoDB. */
  static Facts mariaDb(Map<String, String> settings) {
    TableFacts orders =
        new TableFactsBuilder("shop", "orders")
            .primaryKey(List.of("id"), false)
            .column(required("id"))
            .foreignKey(new Reference("fk", "shop.customers", true))
            .build();
    DatabaseFacts target =
        new DatabaseFacts(
            Product.MARIADB,
            "11.4",
            "app",
            "shop",
            Map.of(),
            List.of(good(new TableFactsBuilder("shop", "orders").engine("MyISAM"), true)),
            List.of(),
            List.of(),
            List.of(),
            Set.of());
    return facts(
        new JobFacts("mariadb", "debezium-json", List.of(job("orders", null, "id")), false),
        new DatabaseFacts(
            Product.MARIADB,
            "11.4",
            "reader@%",
            "shop",
            settings,
            List.of(orders),
            List.of(),
            List.of(),
            List.of(),
            Set.of()),
        List.of(),
        List.of(),
        List.of(),
        target,
        Map.of(Facts.Part.SOURCE_SETTING, "none", Facts.Part.SOURCE, "down"));
  }
}
