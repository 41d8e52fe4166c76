/** The reference source {@code csv}: a CSV file. */
@org.jspecify.annotations.NullMarked
package io.portage.enrich.csv;
