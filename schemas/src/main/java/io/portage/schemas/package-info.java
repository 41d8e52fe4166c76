/** The contract as resources: Avro schemas in {@code avro}, table definitions in {@code sql}. */
@org.jspecify.annotations.NullMarked
package io.portage.schemas;
