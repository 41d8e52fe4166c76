/**
 * Faults on demand, for tests of all modules: a data source whose calls fail, and a stretch of
 * network that delays, stalls, breaks and refuses. The servers' own deaths are the sandbox's.
 */
@org.jspecify.annotations.NullMarked
package io.portage.fault;
