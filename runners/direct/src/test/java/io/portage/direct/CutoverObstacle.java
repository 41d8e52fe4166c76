package io.portage.direct;

import java.util.List;

/**
 * An obstacle of a cutover, in the catalog of the target or the source, or in the target's rows.
 *
 * @param id the finding's id
 * @param by the statements that make it
 * @param undo the statements that remove it
 */
record CutoverObstacle(String id, String by, String undo) {
  static List<CutoverObstacle> all() {
    return List.of(
        new CutoverObstacle(
            "constraints:cutover_items.named",
            "ALTER TABLE cutover_items ADD CONSTRAINT named CHECK (name <> '') NOT VALID",
            "ALTER TABLE cutover_items DROP CONSTRAINT named"),
        new CutoverObstacle(
            "triggers:cutover_items.watch",
            "CREATE TRIGGER watch BEFORE UPDATE ON cutover_items FOR EACH ROW EXECUTE FUNCTION"
                + " suppress_redundant_updates_trigger();"
                + " ALTER TABLE cutover_items DISABLE TRIGGER watch",
            "DROP TRIGGER watch ON cutover_items"),
        new CutoverObstacle(
            "triggers:session_replication_role of appdb",
            "ALTER DATABASE appdb SET session_replication_role = replica",
            "ALTER DATABASE appdb RESET session_replication_role"),
        new CutoverObstacle(
            "indexes:by_name",
            "CREATE INDEX by_name ON cutover_items (name);"
                + " UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'by_name'::regclass",
            "DROP INDEX by_name"),
        new CutoverObstacle(
            "storage:cutover_items",
            "ALTER TABLE cutover_items SET UNLOGGED",
            "ALTER TABLE cutover_items SET LOGGED"),
        new CutoverObstacle(
            "sequences:cutover_items_id_seq",
            "SELECT setval('cutover_items_id_seq', 1)",
            "SELECT setval('cutover_items_id_seq', 1000)"),
        new CutoverObstacle(
            "sequences:shared",
            "CREATE SEQUENCE shared; CREATE TABLE shares (id int DEFAULT nextval('shared'));"
                + " INSERT INTO shares VALUES (100000); GRANT ALL ON shared, shares TO app;"
                + " ALTER TABLE cutover_items ADD COLUMN n int DEFAULT nextval('shared')",
            "ALTER TABLE cutover_items DROP COLUMN n; DROP TABLE shares; DROP SEQUENCE shared"),
        new CutoverObstacle(
            "row-counts:cutover_items",
            // an accepted dead letter may explain one of them
            "INSERT INTO cutover_items VALUES (900, 'extra', 0), (901, 'extra', 0)",
            "DELETE FROM cutover_items WHERE id IN (900, 901)"),
        new CutoverObstacle(
            "verify:cutover_items:differs",
            "UPDATE cutover_items SET name = 'other' WHERE id = 7",
            "UPDATE cutover_items SET name = 'item 7' WHERE id = 7"),
        new CutoverObstacle(
            "schema-drift:cutover_source.items.needed",
            "ALTER TABLE cutover_items ADD COLUMN needed int NOT NULL DEFAULT 0;"
                + " ALTER TABLE cutover_items ALTER COLUMN needed DROP DEFAULT",
            "ALTER TABLE cutover_items DROP COLUMN needed"),
        new CutoverObstacle(
            "schema-drift:cutover_source.items.added",
            "ALTER TABLE cutover_source.items ADD COLUMN added int",
            "ALTER TABLE cutover_source.items DROP COLUMN added"));
  }
}
