/** A small application that keeps notes in MongoDB: what using Mooring inside an application server looks like. */
@NullMarked
package io.github.mooring.demo;

import org.jspecify.annotations.NullMarked;
