/**
 * The contract as resources: Avro schemas below {@code avro}, table definitions below {@code sql}.
 */
package io.portage.schemas;
