-- The schemas of a published copy.
create schema pub.core;
create schema pub.ops;
