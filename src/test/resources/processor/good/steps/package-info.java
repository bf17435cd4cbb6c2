@Database(app = "steps")
package com.example.steps;

import dev.tidemark.annotation.Database;
