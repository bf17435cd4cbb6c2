@Database(app = "a-second.app")
package com.example.second;

import dev.tidemark.annotation.Database;
