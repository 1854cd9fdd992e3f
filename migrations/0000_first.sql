CREATE TABLE `account` (
	`id` text PRIMARY KEY NOT NULL,
	`account_id` text NOT NULL,
	`provider_id` text NOT NULL,
	`user_id` text NOT NULL,
	`access_token` text,
	`refresh_token` text,
	`id_token` text,
	`access_token_expires_at` integer,
	`refresh_token_expires_at` integer,
	`scope` text,
	`password` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE TABLE `environments` (
	`key` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`created_at` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `facts` (
	`name` text PRIMARY KEY NOT NULL,
	`value` text NOT NULL
);
--> statement-breakpoint
CREATE TABLE `inferences` (
	`sequence` integer PRIMARY KEY AUTOINCREMENT NOT NULL,
	`id` text NOT NULL,
	`environment` text NOT NULL,
	`flag` text NOT NULL,
	`at` text NOT NULL,
	`assigned_variant` text NOT NULL,
	`variant` text NOT NULL,
	`outcome` text NOT NULL,
	`served_by` text NOT NULL,
	`simulated` integer NOT NULL,
	`user_hash` text,
	`latency_ms` real NOT NULL,
	`tokens` integer,
	`cost_usd` real,
	`record` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `inferences_by_flag` ON `inferences` (`environment`,`flag`,`sequence`);--> statement-breakpoint
CREATE INDEX `inferences_by_time` ON `inferences` (`environment`,`at`);--> statement-breakpoint
CREATE INDEX `inferences_by_id` ON `inferences` (`id`);--> statement-breakpoint
CREATE TABLE `memberships` (
	`user_id` text NOT NULL,
	`environment` text NOT NULL,
	`role` text NOT NULL,
	PRIMARY KEY(`user_id`, `environment`)
);
--> statement-breakpoint
CREATE TABLE `resources` (
	`environment` text NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`version` integer NOT NULL,
	`body` text NOT NULL,
	PRIMARY KEY(`environment`, `kind`, `key`)
);
--> statement-breakpoint
CREATE TABLE `revision_changes` (
	`environment` text NOT NULL,
	`number` integer NOT NULL,
	`kind` text NOT NULL,
	`key` text NOT NULL,
	`after` text,
	PRIMARY KEY(`environment`, `number`, `kind`, `key`)
);
--> statement-breakpoint
CREATE INDEX `revision_changes_by_resource` ON `revision_changes` (`environment`,`kind`,`key`,`number`);--> statement-breakpoint
CREATE TABLE `revisions` (
	`environment` text NOT NULL,
	`number` integer NOT NULL,
	`at` text NOT NULL,
	`author` text NOT NULL,
	`kind` text NOT NULL,
	`reason` text NOT NULL,
	`previous_hash` text NOT NULL,
	`hash` text NOT NULL,
	PRIMARY KEY(`environment`, `number`)
);
--> statement-breakpoint
CREATE TABLE `service_keys` (
	`id` text PRIMARY KEY NOT NULL,
	`environment` text NOT NULL,
	`name` text NOT NULL,
	`hash` text NOT NULL,
	`scopes` text NOT NULL,
	`created_at` text NOT NULL,
	`expires_at` text,
	`revoked_at` text
);
--> statement-breakpoint
CREATE UNIQUE INDEX `service_keys_hash_unique` ON `service_keys` (`hash`);--> statement-breakpoint
CREATE TABLE `session` (
	`id` text PRIMARY KEY NOT NULL,
	`expires_at` integer NOT NULL,
	`token` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`ip_address` text,
	`user_agent` text,
	`user_id` text NOT NULL,
	FOREIGN KEY (`user_id`) REFERENCES `user`(`id`) ON UPDATE no action ON DELETE cascade
);
--> statement-breakpoint
CREATE UNIQUE INDEX `session_token_unique` ON `session` (`token`);--> statement-breakpoint
CREATE TABLE `user` (
	`id` text PRIMARY KEY NOT NULL,
	`name` text NOT NULL,
	`email` text NOT NULL,
	`email_verified` integer NOT NULL,
	`image` text,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX `user_email_unique` ON `user` (`email`);--> statement-breakpoint
CREATE TABLE `verification` (
	`id` text PRIMARY KEY NOT NULL,
	`identifier` text NOT NULL,
	`value` text NOT NULL,
	`expires_at` integer NOT NULL,
	`created_at` integer,
	`updated_at` integer
);
