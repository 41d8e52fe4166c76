/**
 * The shared settings of all micro-benchmarks. Each benchmark is in the package of the code that it
 * measures.
 */
@org.jspecify.annotations.NullMarked
package io.portage.jmh;
