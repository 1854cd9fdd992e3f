CREATE TABLE `collection_indexes` (
	`slot` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`collection` integer NOT NULL,
	`version` text NOT NULL,
	`state` text NOT NULL,
	`watermark` integer NOT NULL,
	`chunks` integer NOT NULL,
	`dimensions` integer NOT NULL,
	`added_at` text NOT NULL,
	`removed_at` integer
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collection_indexes_by_version` ON `collection_indexes` (`collection`,`version`) WHERE "collection_indexes"."state" = 'live';--> statement-breakpoint
CREATE TABLE `collections` (
	`id` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`environment` text NOT NULL,
	`key` text NOT NULL,
	`name` text NOT NULL,
	`description` text DEFAULT '' NOT NULL,
	`state` text NOT NULL,
	`serving` text NOT NULL,
	`epoch` integer NOT NULL,
	`seq` integer NOT NULL,
	`fenced_until` integer,
	`fence` text,
	`created_at` text NOT NULL,
	`deleted_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `collections_by_key` ON `collections` (`environment`,`key`) WHERE "collections"."state" = 'live';--> statement-breakpoint
CREATE TABLE `documents` (
	`collection` integer NOT NULL,
	`id` text NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`deleted` integer NOT NULL,
	`body` text,
	`bytes` integer NOT NULL,
	`updated_at` text NOT NULL,
	PRIMARY KEY(`collection`, `id`)
);
--> statement-breakpoint
CREATE TABLE `gate_reports` (
	`number` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`migration` text NOT NULL,
	`at` text NOT NULL,
	`body` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `gate_reports_by_migration` ON `gate_reports` (`migration`,`number`);--> statement-breakpoint
CREATE TABLE `golden_sets` (
	`id` text PRIMARY KEY NOT NULL,
	`collection` integer NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`body` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `golden_sets_by_collection` ON `golden_sets` (`collection`,`created_at`);--> statement-breakpoint
CREATE TABLE `index_artifacts` (
	`hash` text PRIMARY KEY NOT NULL,
	`bytes` blob NOT NULL
);
--> statement-breakpoint
CREATE TABLE `index_migrations` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`collection` integer NOT NULL,
	`state` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	`created_at` text NOT NULL,
	`updated_at` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `index_migrations_by_collection` ON `index_migrations` (`collection`,`created_at`);--> statement-breakpoint
CREATE TABLE `index_versions` (
	`id` text PRIMARY KEY NOT NULL,
	`body` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `manifests` (
	`slot` integer NOT NULL,
	`document` text NOT NULL,
	`seq` integer NOT NULL,
	`hash` text NOT NULL,
	`deleted` integer NOT NULL,
	`chunks` integer NOT NULL,
	`change` integer NOT NULL,
	PRIMARY KEY(`slot`, `document`)
);
--> statement-breakpoint
CREATE INDEX `manifests_by_change` ON `manifests` (`slot`,`change`);--> statement-breakpoint
CREATE TABLE `outbox` (
	`slot` integer NOT NULL,
	`document` text NOT NULL,
	`seq` integer NOT NULL,
	`state` text NOT NULL,
	`attempts` integer NOT NULL,
	`next_at` integer NOT NULL,
	`error` text,
	`failed_at` text,
	PRIMARY KEY(`slot`, `document`)
);
--> statement-breakpoint
CREATE INDEX `outbox_by_time` ON `outbox` (`slot`,`state`,`next_at`);