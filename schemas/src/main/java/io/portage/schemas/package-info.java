/** The contract as resources: Avro schemas in {@code avro}, table definitions in {@code sql}. */
package io.portage.schemas;
