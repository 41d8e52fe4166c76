/**
 * The ledger: one counter for each thing that can become of a record, and their sum.
 *
 * <p>{@code read + split = applied + superseded + duplicate + stale + ignored + dead}.
 */
@org.jspecify.annotations.NullMarked
package io.portage.metrics;
